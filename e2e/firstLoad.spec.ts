/** What travels before the forecasts of the networks that come with the page stand on the stage. */
import { drawn } from './lab.ts';
import { expect, test } from './ownSite.ts';

/** Compressed as scripts/serve.mjs does, without headers. */
const MOST_BYTES = 970_000;

test('the first load is at most 970 kB until forecasts move, and the charts are not part of it', async ({
  page,
  site,
}) => {
  await page.goto('./');
  await expect(drawn(page, 'forecast-a')).toHaveAttribute('data-version', /\d+/);
  const { answers } = site;
  const files = answers.map(({ url }) => url);
  const sent = answers.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(sent, files.join('\n')).toBeLessThanOrEqual(MOST_BYTES);
  expect(files.filter((url) => /plotly|hdf5/.test(url))).toEqual([]);
  expect(files.filter((url) => url.endsWith('.safetensors'))).toHaveLength(1);
  expect(answers.filter(({ status }) => status >= 400)).toEqual([]);
});
