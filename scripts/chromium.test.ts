import { expect, test } from 'vitest';

import { chromiumFlags, findChromium } from './chromium.mjs';

test('a SLIMWAVE_CHROMIUM that does not exist is a complaint that names it', async () => {
  const env = { ...process.env, SLIMWAVE_CHROMIUM: '/nowhere/chromium' };
  await expect(findChromium({ env })).rejects.toThrow(
    'SLIMWAVE_CHROMIUM names /nowhere/chromium, which does not exist.',
  );
});

test('a SLIMWAVE_CHROMIUM that exists is taken as it is', async () => {
  const env = { PATH: '', SLIMWAVE_CHROMIUM: process.execPath };
  expect(await findChromium({ env })).toBe(process.execPath);
});

test('only root, who cannot have the sandbox, goes without', () => {
  expect(chromiumFlags().includes('--no-sandbox')).toBe(process.getuid?.() === 0);
});
