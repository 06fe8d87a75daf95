/** The page's Content Security Policy: what it forbids is refused and noticed, in the page and in workers. */
import path from 'node:path';
// oxlint-disable-next-line no-restricted-imports -- here violations are wanted
import { expect, test } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';

interface Report {
  'csp-report': { 'violated-directive': string };
}

/** Whether code in a string runs, in the page or a worker. Later: the debugger exempts what it runs at once. */
const runsStrings = (): Promise<boolean> =>
  new Promise((resolve) => {
    setTimeout(() => {
      try {
        // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- to see it refused
        resolve(new Function('return true')() as boolean);
      } catch {
        resolve(false);
      }
    });
  });

test('code in strings, inline scripts and foreign addresses are refused and reported', async ({
  page,
}) => {
  // A server of its own: its violations are no other test's.
  const violated: string[] = [];
  const { url, close } = await serve({
    folder: path.join(import.meta.dirname, '../dist'),
    onViolation: (report) =>
      void violated.push((JSON.parse(report) as Report)['csp-report']['violated-directive']),
  });
  const lab = `${url}#preset=quick&backend=wasm`;
  for (const address of [`${url}checks.html`, lab]) {
    await page.goto(address);
    const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
    await expect(meta).toHaveAttribute('content', /default-src 'self'/);
  }
  await expect(page.getByTestId('train')).toBeEnabled();
  expect(violated).toEqual([]);

  expect(await page.evaluate(runsStrings)).toBe(false);
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.body.append(script);
  });
  await expect(page).toHaveTitle('Slimwave');
  expect(await page.evaluate(() => fetch('http://example.invalid/').catch(() => 'refused'))).toBe(
    'refused',
  );
  const worker = page.workers().find((one) => one.url().includes('network'))!;
  expect(await worker.evaluate(runsStrings)).toBe(false);

  await expect
    .poll(() => violated.toSorted())
    .toEqual(['connect-src', 'script-src', 'script-src', 'script-src-elem']);
  await close();
});

test('the build has the licences of what only workers load, too', async ({ request }) => {
  const notices = await (await request.get('./third-party-notices.txt')).text();
  for (const name of ['react-dom', 'plotly.js', 'h5wasm', 'tfjs-core', 'tfjs-backend-wasm']) {
    expect(notices).toContain(name);
  }
  expect(notices).toContain('Apache License');
});
