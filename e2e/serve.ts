import path from 'node:path';

import { serve } from '../scripts/serve.mjs';

/** Serves the built page for the whole run; what it returns ends the server. */
export default async function startServer(): Promise<() => Promise<void>> {
  const { url, close } = await serve({ folder: path.join(import.meta.dirname, '../dist') });
  process.env.SLIMWAVE_E2E_URL = url;
  return close;
}
