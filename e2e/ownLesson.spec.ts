import { expect, test, type Page } from './test.ts';
import { open, saved, TINY, trainToEnd, violations } from './lab.ts';

const HEAD = '---\ntitle: Mine\nminutes: 5\nlevel: beginner\nsummary: A test.\n---\n';

const LESSON = `${HEAD}
## First

::set{link="#v=3&${TINY}&backend=wasm&training.steps=10"}
::point{at="train"}

[Another page](https://example.org/), [another file](./other.md).

:::predict{id="ratio" truth="error.b / error.a" as="ratio" factor="1.5" cover="errors verdict curves"}
How many times A's error is B's?
:::

:::explain
B's error is :value[error.b]{as="percent"}.
:::

::wait[Train.]{for="finished"}

???
For the lecturer alone.

## Second
The end.
`;

const serveLesson = (page: Page, name: string, body: string) =>
  page.route(`**/${name}`, (route) =>
    // Beside a file of the server there may be nothing else.
    route.fulfill({ body, contentType: 'text/markdown' }),
  );

const heading = (page: Page) => page.getByTestId('lesson-heading');

test('a lesson beside the page covers what its question asks, measures it, is left with Escape and goes on after a reload', async ({
  page,
}) => {
  await serveLesson(page, 'mine.md', LESSON);
  await page.goto(`./#v=3&${TINY}&backend=wasm&training.steps=11&lesson=./mine.md`);
  await expect(heading(page)).toContainText('First');
  await expect(page.getByTestId('headline')).toHaveText('Covered until you have guessed.');
  await trainToEnd(page);
  await expect(page.getByText('Done:')).toBeAttached();
  await expect(page.getByTestId('announcer')).toHaveText('Training has finished.');
  for (const part of ['panel-error-a', 'curves', 'table'])
    await expect(page.getByTestId(part)).toContainText('Covered until you have guessed.');
  await expect(page.locator('#stage')).not.toContainText('\u202f%');

  await heading(page).focus();
  await page.keyboard.press('PageDown');
  await expect(page.getByText('Make a guess first, or press Not sure yet.')).toBeVisible();
  await page.getByLabel('Your guess').fill('about two');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Type a number, or press Not sure yet.')).toBeVisible();
  await page.getByLabel('Your guess').fill('2,5');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('prediction')).toContainText('× 2.50');
  await expect(page.getByTestId('judgement')).toHaveText(/^Your guess was (right|close|off)/);
  await expect(page.getByTestId('explanation')).toContainText(/B's error is \d.*\s%/);
  await expect(page.getByTestId('headline')).not.toContainText('Covered');
  await expect(page.getByText('For the lecturer alone.')).toBeHidden();

  await heading(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(heading(page)).toContainText('Second');
  await page.reload();
  await expect(heading(page)).toContainText('Second');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('lesson')).toBeHidden();
  await expect(page.locator('#stage')).toBeFocused();
  await expect(page).toHaveURL(/training\.steps=11(?!.*lesson)/);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
});

test('what is no lesson gets a sentence, and the lab stays as it is', async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('denied');
        },
      });
  });
  await serveLesson(page, 'script.md', `${HEAD}\nText.\n\n<script>alert(1)</script>\n`);
  await serveLesson(page, 'large.md', HEAD + 'x\n\n'.repeat(3_000_000));
  await page.route('**/gone.md', (route) => route.fulfill({ status: 404, body: 'no' }));
  await page.route('**/round.md', (route) =>
    route.fulfill({ status: 302, headers: { Location: 'round.md' } }),
  );
  const sentences = {
    nonsense: 'There is no lesson “nonsense”.',
    './script.md': 'Line 10: HTML is not shown in lessons: “<script>alert(1)</script>”.',
    './large.md': 'It has over 100 kB',
    './gone.md': 'the server says 404',
    './round.md': 'could not be loaded',
  };
  for (const [name, sentence] of Object.entries(sentences)) {
    await open(page, `${TINY}&lesson=${name}`);
    await page.reload();
    await expect(page.getByTestId('lesson-failure'), name).toContainText(sentence);
    await expect(page).toHaveURL(/b\.rank=4/);
  }
  await page.getByRole('button', { name: 'All lessons' }).click();
  const list = page.getByRole('dialog');
  await expect(list.getByRole('listitem').first()).toBeVisible();
  expect(await violations(page, { within: 'dialog[open]', targets: true })).toEqual([]);
  const file = list.getByLabel('Your own lesson, a Markdown file');
  const choose = (name: string, text: string | Buffer) =>
    file.setInputFiles({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) });
  await choose('broken.md', `${HEAD}\n::piont{at="verdict"}\n`);
  await expect(list).toContainText('broken.md was not opened.');
  await expect(list).toContainText('Line 8: There is no “::piont”');
  await choose('picture.md', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]));
  await expect(list).toContainText('picture.md was not opened. It is no text');
  await choose('good.md', LESSON);
  await expect(heading(page)).toContainText('First');
  await page.getByRole('button', { name: 'Not sure yet' }).click();
  await page.getByTestId('lesson-next').click();
  await expect(heading(page)).toContainText('Second');
});

test('worksheet and results are on paper; results of a class are dropped together', async ({
  page,
}) => {
  await serveLesson(page, 'mine.md', LESSON);
  await page.goto('./#lesson=./mine.md');
  await page.getByRole('button', { name: 'Not sure yet' }).click();
  const sheet = async (name: string) => {
    await page.getByRole('button', { name: 'More about this lesson' }).click();
    await page.locator('[popover]').getByRole('button', { name }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  };
  await sheet('Worksheet');
  expect(await violations(page, { within: 'dialog[open]', targets: true })).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  const paper = page.locator("[data-part='sheet']");
  await expect(paper).toContainText("How many times A's error is B's?");
  await expect(paper).not.toContainText("B's error is");
  await expect(paper).not.toContainText('For the lecturer alone.');
  await expect(page.locator('#root')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.keyboard.press('Escape');
  await sheet('Print with notes');
  await expect(page.getByRole('dialog')).toContainText('For the lecturer alone.');
  await page.keyboard.press('Escape');
  await sheet('My results');
  await page.getByLabel('Name', { exact: true }).fill('Ada, L.');
  const { bytes } = await saved(page.getByRole('button', { name: 'Save as CSV' }));
  expect(new TextDecoder().decode(bytes)).toContain('"Ada, L.",Mine,First,');
  await page.keyboard.press('Escape');

  await trainToEnd(page);
  await page.getByRole('tab', { name: 'Trade-off' }).click();
  const save = page.getByRole('button', { name: /^Save the results of .* as JSON/ }).first();
  const results = Buffer.from((await saved(save)).bytes).toString('utf8');
  await page.evaluate((text) => {
    const data = new DataTransfer();
    for (const name of ['ada.json', 'ben.json']) data.items.add(new File([text], name));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
  }, results);
  await expect(page.getByTestId('notices')).toContainText('4 networks of 2 files are in Trade-off');
  const entries = page.getByTestId('entries');
  await expect(entries.getByText('ada', { exact: true })).toHaveCount(2);
  await expect(entries.getByText('ben', { exact: true })).toHaveCount(2);
});
