import { readFileSync } from 'node:fs';
import { expect, test, type Page } from './test.ts';
import { excess, open, TINY, trainToEnd, violations } from './lab.ts';
import type { PretrainedRecord } from '../src/engine/pretrained/pretrained.ts';
import { styles } from '../src/ui/tutor/values/styles.ts';
import type { Step } from '../src/ui/tutor/format/lesson.ts';
import {
  cutLessonsDown,
  expectInView,
  expectPoints,
  fulfil,
  lessonIds,
  lessonOf,
  predict,
} from './lessonWalk.ts';

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Whether each page is looked at in all six ways: SLIMWAVE_ALL_LOOKS=1. Otherwise page after page has other ones. */
const ALL_LOOKS = process.env.SLIMWAVE_ALL_LOOKS === '1';

/** A page in both sizes and in several looks: nothing cut, nothing in the way of anybody. */
async function expectGoodLooks(page: Page, title: string, place: number): Promise<void> {
  const projector = (on: boolean) =>
    page.evaluate((set) => document.documentElement.toggleAttribute('data-projector', set), on);
  for (const [at, size] of [PHONE, WIDE].entries()) {
    await page.setViewportSize(size);
    // Charts follow the window's width a moment later.
    await expect.poll(() => excess(page), { message: title }).toBeLessThanOrEqual(0);
    if (ALL_LOOKS || (place + at) % 2 === 0)
      expect(
        await violations(page, { within: '#lesson', targets: true }),
        `${title}, ${size.width}`,
      ).toEqual([]);
    for (const [which, look] of (['dark', 'projector'] as const).entries()) {
      if (!ALL_LOOKS && place % 4 !== 2 * at + which) continue;
      if (look === 'dark') await page.emulateMedia({ colorScheme: 'dark' });
      else await projector(true);
      const contrast = { within: '#lesson', rules: ['color-contrast', 'target-size'] };
      expect(await violations(page, contrast), `${title}, ${look}`).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
      await projector(false);
    }
  }
}

async function walkPage(page: Page, step: Step, place: number): Promise<void> {
  const heading = page.getByTestId('lesson-heading');
  await expect(heading).toContainText(step.title);
  await expect(heading).toBeFocused();
  const predictions = step.blocks.filter((block) => block.type === 'prediction');
  // What is covered can't be pointed at yet.
  if (predictions.length === 0) await expectInView(page, step);
  await expectGoodLooks(page, step.title, place);
  for (const [index, prediction] of predictions.entries()) {
    await predict(page, prediction, place + index);
  }
  const tasks = page.locator('#lesson output[class*=task]');
  const deeds = step.blocks.flatMap((block) => (block.type === 'wait' ? [block.deed] : []));
  await expect(tasks).toHaveCount(deeds.length);
  for (const [index, deed] of deeds.entries()) {
    await fulfil(page, deed);
    if (deed.kind !== 'value') await expect(tasks.nth(index)).toContainText('Done:');
  }
  await expectPoints(page, step);
}

test('what the tour asks is nowhere on the page before the guess, and is known after it, also to somebody who has trained before', async ({
  page,
}) => {
  await open(page, `${TINY}&backend=wasm&training.steps=10`);
  await trainToEnd(page);
  await page.evaluate(() => (location.hash = '#lesson=tour'));
  const heading = page.getByTestId('lesson-heading');
  await expect(heading).toContainText(lessonOf('tour').steps[0].title);
  const record = new URL('../src/engine/pretrained/frames.json', import.meta.url);
  const { a, c } = (JSON.parse(readFileSync(record, 'utf8')) as PretrainedRecord).networks;
  const known = [a, c].map((network) => styles.percent.format(network!.test));
  await expect(page.getByTestId('panel-error-c')).toContainText('Covered until you have guessed.');
  const told = async () => {
    const html = await page.content();
    return known.filter((percentage) => html.includes(percentage));
  };
  expect(await told()).toEqual([]);
  await page.getByTestId('lesson-next').click();
  await expect(heading).toContainText(lessonOf('tour').steps[1].title);
  expect(await told()).toEqual([]);
  await page.getByRole('button', { name: 'Not sure yet' }).click();
  await expect(page.getByRole('heading', { name: 'Your prediction' })).toBeFocused();
  await expect(page.getByTestId('judgement')).toBeVisible();
  await expect(page.getByTestId('explanation')).toContainText(known[0]);
  expect(await told()).toEqual(known);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('phase')).toHaveText('finished');
});

for (const id of lessonIds) {
  test(`the lesson ${id} can be walked through to its end`, async ({ page }) => {
    const lesson = lessonOf(id);
    await cutLessonsDown(page);
    await page.goto(`./#lesson=${id}`);
    for (const [place, step] of lesson.steps.entries()) {
      await walkPage(page, step, place);
      if (place === lesson.steps.length - 1) break;
      if (place % 2 === 0) await page.getByTestId('lesson-next').click();
      else {
        await page.getByTestId('lesson-heading').focus();
        await page.keyboard.press('ArrowRight');
      }
    }
    await page.getByTestId('lesson-end').click();
    await expect(page.getByTestId('lesson')).toBeHidden();
    await expect(page).not.toHaveURL(/lesson=/);
  });
}
