/** Walking through a lesson as a student would: what its pages ask for is read from the lesson, and done on the page. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeLink } from '../src/engine/opening/link.ts';
import type { Deed, Lesson, Prediction, Step } from '../src/ui/tutor/format/lesson.ts';
import { readMeasured } from '../src/ui/tutor/format/measured.ts';
import { parseLesson } from '../src/ui/tutor/format/parse.ts';
import { foldsOf } from '../src/ui/controls/foldNames.ts';
import { findAnchor, settingOf } from '../src/ui/tutor/anchors.ts';
import { namesIn } from '../src/ui/tutor/values/expression.ts';
import { expect, type Page } from './test.ts';
import { expectPhase, trainButton } from './lab.ts';

const folder = path.join(import.meta.dirname, '../lessons');

export const lessonIds = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

export function lessonOf(id: string): Lesson {
  const file = (name: string) => path.join(folder, id, name);
  const numbers = readdirSync(path.join(folder, id)).includes('measured.json')
    ? readMeasured(readFileSync(file('measured.json'), 'utf8'))
    : undefined;
  const parsed = parseLesson(readFileSync(file('lesson.md'), 'utf8'), numbers);
  if ('lesson' in parsed) return parsed.lesson;
  throw new Error(JSON.stringify(parsed.problems));
}

/** What makes any experiment one of seconds; each is taken only where the experiment allows it. */
const SMALL = [
  'backend=wasm',
  'source.frequency=1..1.6',
  'scene.elements=4',
  'task.grid=16',
  'task.grid=8',
  'task.frames=16',
  'task.frames=4',
  'task.arc=16',
  'task.arc=8',
  'data.train=16',
  'data.test=8',
  'net.kernel=3',
  'net.width=6',
  'training.batch=8',
  'training.steps=8',
  'training.fineTune=4',
];

/** The same experiment, cut down. */
export function cutDown(link: string): string {
  // Twice: what comes later may be what allows an earlier one.
  const { length } = decodeLink(link).experiment.networks;
  return [`networks=${length}`, ...SMALL, ...SMALL].reduce((current, pair) => {
    const [key] = pair.split('=');
    const others = current.split('&').filter((part) => !part.startsWith(`${key}=`));
    const next = [...others, pair].join('&');
    return decodeLink(next).notes.length === 0 ? next : current;
  }, link);
}

/** The experiments of all lessons are cut down as the page loads them; nothing else about them is changed. */
export const cutLessonsDown = (page: Page) =>
  page.route('**/assets/lesson-*.js', async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    const body = text.replaceAll(
      /(\{link=\\?")(#v=\d&[^"\\]*)/g,
      (_, begin: string, link: string) => begin + cutDown(link),
    );
    await route.fulfill({ response, body });
  });

/** What a page points at is there, all of it, once its reader has done what it asks for. */
export const expectPoints = (page: Page, { points }: Step): Promise<void> =>
  expect(page.locator('[data-pointed]'), points.join(', ')).toHaveCount(
    new Set(points.map((name) => findAnchor(name)!.selector)).size,
  );

/** The first that it points at is in view, and not behind the lesson. */
export async function expectInView(page: Page, { points }: Step): Promise<void> {
  if ((await page.locator('[data-pointed]').count()) === 0) return;
  await expect(async () => {
    const seen = await page.evaluate(
      (selector) => {
        const [first] = [...document.querySelectorAll('[data-pointed]')].filter(
          (element) => element.matches(selector) || element.matches("[aria-controls='settings']"),
        );
        const { top, bottom, left, right } = first.getBoundingClientRect();
        const lesson = document.querySelector('#lesson')!.getBoundingClientRect();
        const apart =
          right <= lesson.left ||
          left >= lesson.right ||
          bottom > lesson.bottom ||
          top < lesson.top;
        return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth && apart;
      },
      points.map((name) => findAnchor(name)!.selector).join(),
    );
    expect(seen, points[0]).toBe(true);
  }).toPass({ timeout: 5000 });
}

/** Gives a guess: a choice, a number, or for every third that one is not sure. */
export async function predict(page: Page, prediction: Prediction, count: number): Promise<void> {
  const section = page
    .getByTestId('prediction')
    .filter({ has: page.getByRole('button', { name: 'Not sure yet' }) })
    .first();
  if (count % 3 === 2) {
    await section.getByRole('button', { name: 'Not sure yet' }).click();
  } else if (prediction.kind === 'choice') {
    await section.getByRole('radio').first().check();
    await section.getByRole('button', { name: 'Give my guess' }).click();
  } else {
    await section.getByRole('textbox').fill('1,5');
    await section.getByRole('textbox').press('Enter');
  }
}

/** Does what a page waits for. */
export async function fulfil(page: Page, deed: Deed): Promise<void> {
  switch (deed.kind) {
    case 'train':
    case 'finished':
    case 'steps':
      await train(page);
      return;
    case 'drag': {
      const source = page.getByRole('slider', { name: 'Source position' });
      await source.focus();
      await source.press('ArrowUp');
      return;
    }
    case 'sample':
      await page.getByRole('button', { name: 'Next test sample' }).click();
      return;
    case 'setting':
      await change(page, deed.key, deed.to);
      return;
    case 'tab':
      await page.locator(`[role='tab'][id$='-${deed.tab}']`).click();
      return;
    case 'press':
      await unfold(page, deed.at);
      await page.locator(findAnchor(deed.at)!.selector).first().click({ timeout: 10_000 });
      return;
    case 'value':
      // What a run can bring about; other numbers are the reader's to move, and the page can be skipped.
      if (!namesIn(deed.is).some((name) => /(error|cut|trace|inside)\.[a-d]$/.test(name))) return;
      if ((await page.getByTestId('phase').textContent()) !== 'finished') await train(page);
      return;
    default:
      deed satisfies never;
  }
}

async function train(page: Page): Promise<void> {
  await trainButton(page).click();
  await expectPhase(page, 'finished', 60_000);
}

/** Opens what a setting is folded away in, as its reader has to. */
async function unfold(page: Page, place: string): Promise<void> {
  const key = settingOf(place);
  if (key === undefined) return;
  for (const name of foldsOf(key)) {
    const fold = page.locator(`[data-fold='${name}']`);
    const title = fold.locator('summary, [aria-expanded]').first();
    const open = await title.evaluate((element) =>
      element.parentElement instanceof HTMLDetailsElement
        ? element.parentElement.open
        : element.ariaExpanded === 'true',
    );
    if (!open) await title.click();
  }
  const rare = page.locator(`details:not([open]):has([data-field='${key}']) > summary`);
  if ((await rare.count()) > 0) await rare.first().click();
}

async function change(page: Page, key: string, to: string | undefined): Promise<void> {
  await unfold(page, `setting:${key}`);
  const field = page.locator(`[data-field='${key}']`);
  const select = field.locator('select');
  if ((await select.count()) > 0) {
    const options = await select
      .locator('option')
      .evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value));
    const now = await select.inputValue();
    await select.selectOption(to ?? options.find((value) => value !== now)!);
    return;
  }
  const radio = field.getByRole('radio', { checked: false });
  const input = field.locator("input:not([type='radio'])").first();
  if ((await input.count()) === 0) {
    await (to === undefined ? radio.first() : field.locator(`input[value='${to}']`)).check();
    return;
  }
  const text = to ?? String(Number.parseFloat(await input.inputValue()) - 1);
  // Shares of a budget have a button of their own.
  if (text.endsWith('%')) await field.getByText('Keep %').click();
  await input.fill(text.replace('%', ''));
  await input.press('Enter');
}
