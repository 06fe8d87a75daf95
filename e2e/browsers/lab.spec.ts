/** The page in Firefox and in WebKit: what every visitor does, once each. */
import { strFromU8, unzipSync } from 'fflate';
import { storedRuns, TINY } from '../lab.ts';
import { errorsInNode } from './expected.ts';
import { expect, test } from './test.ts';
import { button, byTestId, tab, type Target, type Visit } from './visit.ts';

const RUN = `${TINY}&backend=wasm&training.steps=40`;
/** Never done before a test is. */
const LONG = `${TINY}&backend=wasm&training.steps=20000`;

const train = byTestId('train');
const progress: Target = { selector: '[role=progressbar]', name: '^Progress of the run$' };
const phase = byTestId('phase');
const source: Target = { selector: '[role=slider]', name: '^Source position$' };
const canvasOf = (panel: string): Target => ({
  selector: `[data-testid="panel-${panel}"] canvas[data-version]`,
});

/** The numbers of the page's test errors (%). */
async function testErrors(visit: Visit): Promise<number[]> {
  const [a, b] = await visit.row('Test error');
  return [a, b].map((cell) => Number.parseFloat(cell));
}

let expected: Promise<number[]> | undefined;

/** The errors are those of the command-line runner, as far as the table's three digits tell. */
async function expectErrorsOfNode(visit: Visit): Promise<void> {
  expected ??= errorsInNode(RUN);
  const [a, b] = await expected;
  const shown = await testErrors(visit);
  expect(shown[0]).toBeCloseTo(a, 1);
  expect(shown[1]).toBeCloseTo(b, 1);
}

test('Train, pressed while the backend starts, ends with the errors that Node computes, in two threads each', async ({
  visit,
  sites,
}) => {
  await visit.driver.goto(`${sites.isolated}#${RUN}`);
  await visit.click(train);
  await visit.expectText(phase, 'finished', 60_000);
  await visit.expectText(button('^Backend: '), /WASM · 2 threads/);
  await expectErrorsOfNode(visit);
});

test('without isolation: one thread, the same errors; drag, tabs, menus, export and a shared link', async ({
  visit,
  sites,
}) => {
  // Its service worker would isolate the page.
  await visit.driver.goto(`${sites.plain}?sw=off#${RUN}`);
  expect(await visit.driver.evaluate(() => self.crossOriginIsolated)).toBe(false);
  await visit.click(train);
  await visit.expectText(phase, 'finished', 60_000);
  await visit.expectText(button('^Backend: '), /WASM · 1 thread/);
  await expectErrorsOfNode(visit);

  await test.step('the source is dragged', async () => {
    // An error is measured only when the new truth and the new forecast are both there.
    const panels = ['domain', 'truth', 'error-a', 'error-b'];
    const versions = () =>
      Promise.all(
        panels.map(async (panel) => {
          const [canvas] = await visit.looks(canvasOf(panel));
          return canvas?.attributes['data-version'];
        }),
      );
    const figures = () =>
      Promise.all(
        ['error-a', 'error-b'].map(async (panel) => {
          const selector = `[data-testid="panel-${panel}"] [data-testid="panel-figure"]`;
          return (await visit.looks({ selector }))[0]?.text.trim();
        }),
      );
    const place = async () => (await visit.looks(source))[0].attributes['aria-valuetext'];
    await expect.poll(async () => (await figures()).join()).toMatch(/^[\d.]+\s%,[\d.]+\s%$/);
    const [before, errors, from] = [await versions(), await figures(), await place()];
    for (const version of before) expect(version).toMatch(/^\d+$/);
    await visit.drag(source, 12, -20);
    await expect
      .poll(async () => (await versions()).filter((version, i) => version === before[i]))
      .toEqual([]);
    await expect
      .poll(async () => (await figures()).filter((figure, i) => figure === errors[i]))
      .toEqual([]);
    expect(await place()).not.toBe(from);
  });

  await test.step('menus save a table, the stage and a chart', async () => {
    const fromMenu = async (menu: string, item: string) => {
      await visit.click(button(`^Save the ${menu}$`));
      return visit.saved({ selector: '[role=menuitem]', name: item });
    };
    const table = await fromMenu('comparison', 'CSV');
    expect(table.name).toMatch(/-comparison\.csv$/);
    expect(strFromU8(table.bytes)).toMatch(/^quantity,a,b,link\r\n/);
    for (const [menu, ending] of [
      ['stage', /-stage-[\d.]+s\.png$/],
      ['learning curves', /-curves\.png$/],
    ] as const) {
      const picture = await fromMenu(menu, 'PNG');
      expect(picture.name).toMatch(ending);
      const content = strFromU8(picture.bytes, true);
      expect(content.slice(1, 4)).toBe('PNG');
      expect(content).toContain(`Source\0${sites.plain}`);
    }
  });

  await test.step('every tab shows something', async () => {
    for (const [title, shown] of [
      ['Kernels', '[data-testid=kernel-grid] canvas'],
      ['Trade-off', '[data-testid=tradeoff] .js-plotly-plot .main-svg'],
      ['Why', '[data-testid=why-figures]'],
      ['Take home', 'button'],
      ['Results', '[data-testid=curves] .js-plotly-plot .main-svg'],
    ]) {
      await visit.click(tab(title));
      await expect
        .poll(async () => (await visit.looks({ selector: `[role=tabpanel] ${shown}` })).length, {
          message: title,
        })
        .toBeGreaterThan(0);
    }
  });

  await test.step('a network and its results are saved', async () => {
    const parameters = Number((await visit.row('All parameters'))[1].replace(',', ''));
    await visit.click(tab('Take home'));
    const model = await visit.saved(button('^Save B: TensorFlow.js$'));
    expect(model.name).toBe('slimwave-b-one-way-tfjs.zip');
    const files = unzipSync(model.bytes);
    const essential = ['README.md', 'description.json', 'model.json', 'weights.bin'];
    expect(Object.keys(files)).toEqual(expect.arrayContaining(essential));
    // "All parameters" of the table, four bytes each.
    expect(files['weights.bin']).toHaveLength(4 * parameters);
    const results = await visit.saved(button('^Save curves and tables$'));
    const table = strFromU8(unzipSync(results.bytes)['comparison.csv']);
    expect(table).toMatch(/test_relative_l2,0\.\d+/);
  });

  await test.step('a link opens the same experiment', async () => {
    // Its settings are folded away at first.
    await visit.click({ selector: '[data-fold="network-b"] h2 button' });
    await visit.choose({ selector: 'select[id="field-b.format"]' }, 'tucker-2');
    await expect
      .poll(() => visit.driver.evaluate(() => location.hash))
      .toContain('b.format=tucker-2');
    await visit.click(button('^Share$'));
    const shown = () =>
      visit.driver.evaluate(
        () => document.querySelector<HTMLTextAreaElement>('dialog[open] textarea')?.value ?? '',
      );
    await expect.poll(shown).toContain('b.format=tucker-2');
    const link = await shown();
    await visit.click(button('^Close Share$'));
    await visit.click(tab('Results'));
    const layers = (await visit.looks(byTestId('layers')))[0].text.trim();
    await visit.driver.goto(link);
    await visit.expectText(byTestId('layers'), layers);
  });
});

test('on a server without headers the page isolates itself by one reload, and computes in two threads each', async ({
  visit,
  sites,
}) => {
  await visit.driver.goto(`${sites.plain}#${TINY}&backend=wasm`);
  const cores = await visit.driver.evaluate(() => navigator.hardwareConcurrency).catch(() => 2);
  test.skip(cores < 2, 'one core: isolation would gain nothing');
  // While it reloads, nothing can be asked.
  const isolated = () => visit.driver.evaluate(() => self.crossOriginIsolated).catch(() => false);
  await expect.poll(isolated).toBe(true);
  await visit.expectText(button('^Backend: '), /WASM · 2 threads/);
});

test('a run goes on after a reload, told so while the backend starts', async ({ visit, sites }) => {
  await visit.driver.goto(`${sites.isolated}#${LONG}`);
  await visit.click(train);
  await expect
    .poll(() => visit.driver.evaluate(storedRuns), { timeout: 60_000 })
    .toContain('unfinished');
  /** The step that both networks have reached; -1 before both are shown. */
  const reached = async () => {
    const [look] = await visit.looks(progress);
    const steps = [...(look?.text ?? '').matchAll(/\b[AB] ([\d,]+)/g)];
    if (steps.length < 2) return -1;
    return Math.min(...steps.map(([, step]) => Number(step.replaceAll(',', ''))));
  };
  await visit.driver.reload();
  await visit.expectText(byTestId('resume-offer'), /A run was left unfinished/);
  const [offer] = await visit.looks(byTestId('resume-offer'));
  await visit.click(button('^Resume from step'));
  await visit.expectText(phase, 'training', 30_000);
  const from = Number(/step ([\d,]+) of/.exec(offer.text)![1].replace(',', ''));
  await expect.poll(reached).toBeGreaterThan(from + 20);
});

test('all checks of the physics hold', async ({ visit, sites }) => {
  // Half a minute of a processor, which other tests use, too.
  test.setTimeout(240_000);
  await visit.driver.goto(`${sites.isolated}checks.html`);
  await visit.expectText(byTestId('summary'), /findings hold, computed in/, 200_000);
  const [{ text }] = await visit.looks(byTestId('summary'));
  const [, holding, all] = /^(\d+) of (\d+) findings hold/.exec(text)!;
  expect(holding).toBe(all);
  expect(Number(all)).toBeGreaterThan(30);
});
