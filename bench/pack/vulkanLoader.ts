/** A Vulkan loader for a pack: the system's, or the one that Chromium brings. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from '../../scripts/chromium.mjs';

export const LOADER = 'libvulkan.so.1';

const FOLDERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib', '/usr/lib/chromium'];

async function ofChromium(): Promise<string[]> {
  try {
    return [path.dirname(realpathSync(await findChromium()))];
  } catch {
    return [];
  }
}

/** Its path, or undefined where there is none. */
export async function vulkanLoader(): Promise<string | undefined> {
  const files = [...FOLDERS, ...(await ofChromium())].map((folder) => path.join(folder, LOADER));
  const found = files.find((file) => existsSync(file));
  return found && realpathSync(found);
}
