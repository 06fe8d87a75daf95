/**
 * Playwright's `test` with what every spec asserts besides: nothing that the page does breaks its policy, and no
 * request leaves its origin.
 */
import { readFileSync } from 'node:fs';
import { test as base, expect } from '@playwright/test';

const violations = (): string => readFileSync(process.env.SLIMWAVE_E2E_VIOLATIONS!, 'utf8');

export const test = base.extend<{ policyKept: void; originKept: void }>({
  policyKept: [
    async ({ context: _ }, use) => {
      const before = violations().length;
      await use();
      expect(violations().slice(before), 'violations of the Content Security Policy').toBe('');
    },
    { auto: true },
  ],
  originKept: [
    async ({ context, baseURL }, use) => {
      const foreign: string[] = [];
      context.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (/^https?:$/.test(protocol) && origin !== new URL(baseURL!).origin)
          foreign.push(request.url());
      });
      await use();
      expect(foreign, 'requests that leave the origin').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
export type { Locator, Page, Route, Worker } from '@playwright/test';
