/** Which Chromium the page is measured in. */
import { spawnSync } from 'node:child_process';
import { findChromium } from '../scripts/chromium.mjs';

/** Its name and version; 'none' where there is none. */
export async function chromiumVersion(): Promise<string> {
  try {
    const { stdout } = spawnSync(await findChromium(), ['--version'], { encoding: 'utf8' });
    return stdout.trim() || 'unknown';
  } catch {
    return 'none';
  }
}
