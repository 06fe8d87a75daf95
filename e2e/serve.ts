import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { findFirefox, findWebKit, missing } from '../scripts/browsers.mjs';
import { serve } from '../scripts/serve.mjs';

/** Serves the built page for the whole run; what it returns ends the server. */
export default async function startServer(): Promise<() => Promise<void>> {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'slimwave-e2e-'));
  const violations = path.join(temporary, 'violations');
  writeFileSync(violations, '');
  const { url, close } = await serve({
    folder: path.join(import.meta.dirname, '../dist'),
    onViolation: (report) => appendFileSync(violations, `${report}\n`),
  });
  if (!findFirefox()) console.log(`Firefox's specs are skipped: ${missing.firefox}`);
  if (!findWebKit()) console.log(`WebKit's specs are skipped: ${missing.webkit}`);
  process.env.SLIMWAVE_E2E_URL = url;
  process.env.SLIMWAVE_E2E_VIOLATIONS = violations;
  return async () => {
    await close();
    rmSync(temporary, { recursive: true });
  };
}
