import { expect, test } from './test.ts';
import { excess, open, TINY, violations } from './lab.ts';

test('the rank slider changes the error, and the band limit the sentence; the panel is accessible and fits a phone', async ({
  page,
}) => {
  await open(page, TINY);
  await page.getByRole('tab', { name: 'Why' }).click();
  const error = page.getByTestId('why-figures');
  await expect(error).toContainText('13.7');
  const rank = page.getByRole('slider', { name: 'Rank R' });
  await rank.focus();
  await page.keyboard.press('ArrowRight');
  await expect(error).not.toContainText('13.7');
  await expect(rank).toHaveAttribute('aria-valuetext', /rank 9, error/);

  const sentence = page.getByTestId('why-rank');
  await expect(sentence).toContainText('0.50 m = 12 half-wavelengths');
  // Fewer modes than the rank wished for: the rank follows, and comes back.
  await rank.fill('24');
  await page.getByRole('slider', { name: 'Band limit K' }).fill('16');
  await expect(sentence).toContainText('0.50 m = 8 half-wavelengths');
  await expect(rank).toHaveAttribute('aria-valuetext', /rank 16, error/);
  await page.getByRole('slider', { name: 'Distance c·T' }).fill('0.25');
  await expect(sentence).toContainText('0.25 m = 4 half-wavelengths');

  // What was chosen is still there after a look at another tab.
  await page.getByRole('tab', { name: 'Results' }).click();
  await page.getByRole('tab', { name: 'Why' }).click();
  await expect(sentence).toContainText('0.25 m = 4 half-wavelengths');
  await expect(page.getByTestId('why-study')).toContainText('Up to 0.5 m');

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByTestId('why-study').locator('.js-plotly-plot')).toBeAttached();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, { within: '#results' }), colorScheme).toEqual([]);
  }
  expect(await excess(page)).toBeLessThanOrEqual(0);
});
