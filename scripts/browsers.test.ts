import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';

import { findFirefox, findWebKit } from './browsers.mjs';

test('a browser that is named but does not exist is a complaint that names it', () => {
  expect(() => findFirefox({ PATH: '', SLIMWAVE_FIREFOX: '/nowhere/firefox' })).toThrow(
    'SLIMWAVE_FIREFOX names /nowhere/firefox, which does not exist.',
  );
  expect(() => findWebKit({ PATH: '', SLIMWAVE_WEBKIT: '/nowhere/driver' })).toThrow(
    'SLIMWAVE_WEBKIT names /nowhere/driver, which does not exist.',
  );
});

test('a Firefox that is named is taken as it is', () => {
  expect(findFirefox({ PATH: '', SLIMWAVE_FIREFOX: process.execPath })).toBe(process.execPath);
});

test('WebKit is there with its driver, its browser and a display, or not at all', () => {
  expect(findWebKit({ PATH: '' })).toBeUndefined();
  const found = findWebKit();
  for (const file of Object.values(found ?? {})) expect(existsSync(file)).toBe(true);
});
