import { expect, test, type Locator, type Page } from './test.ts';
import { drawn, open, TINY, violations } from './lab.ts';

/** A cylinder in the way of the wave, on a mesh that is fast to make. */
const CYLINDER = [
  'preset=quick',
  'backend=wasm',
  'scene.elements=12',
  'source.x=0.15..0.25',
  'source.frequency=1..1.6',
  'scene.mesh=fitted',
  'scene.obstacles=circle(fixed,0.5,0.5,0.1)',
].join('&');

const handle = (page: Page, name: string) =>
  page.getByRole('slider', { name: `${name} position`, exact: true });
const version = (page: Page) => drawn(page, 'domain').first().getAttribute('data-version');
const note = (page: Page) => page.getByTestId('stage-note');
/** As links are read: a plus stands for a blank. */
const obstacles = (page: Page) =>
  page.evaluate(
    () => new URLSearchParams(location.hash.slice(1)).get('scene.obstacles') ?? undefined,
  );

/** Does something and waits until a new wave has been painted. */
async function repainted(page: Page, action: () => Promise<void>): Promise<void> {
  const before = await version(page);
  await action();
  await expect(drawn(page, 'domain').first()).not.toHaveAttribute('data-version', before!);
}

interface Place {
  x: number;
  y: number;
}

async function dragBy(page: Page, marker: Locator, dx: number, dy: number): Promise<void> {
  const { x, y, width, height } = (await marker.boundingBox())!;
  const [fromX, fromY] = [x + width / 2, y + height / 2];
  const { width: metre } = (await drawn(page, 'domain').first().boundingBox())!;
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(fromX + dx * metre, fromY - dy * metre, { steps: 6 });
  await page.mouse.up();
}

/** Drags from a place on the square (m) by so much. */
async function dragFrom(page: Page, from: Place, by: Place): Promise<void> {
  const { x, y, width, height } = (await drawn(page, 'domain').first().boundingBox())!;
  const at = (place: Place) => [x + place.x * width, y + (1 - place.y) * height] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at({ x: from.x + by.x, y: from.y + by.y }), { steps: 6 });
  await page.mouse.up();
}

const groupOf = (page: Page, title: string): Locator =>
  page.locator('details').filter({ has: page.getByText(title, { exact: true }) });

async function openGroup(page: Page, title: string): Promise<Locator> {
  const group = groupOf(page, title);
  await group.locator('summary').click();
  return group;
}

test('a cylinder, the source and the zone are dragged with the mouse and the arrow keys; wave and link follow', async ({
  page,
}) => {
  await open(page, CYLINDER);
  const cylinder = handle(page, 'Obstacle 1');
  await expect(cylinder).toHaveAttribute('aria-valuetext', 'x 0.5 m, y 0.5 m');
  await repainted(page, () => dragBy(page, cylinder, 0.2, 0.1));
  await expect(cylinder).not.toHaveAttribute('aria-valuetext', 'x 0.5 m, y 0.5 m');
  await expect.poll(() => obstacles(page)).toMatch(/^circle\(fixed,0\.[67]\d*,0\.[56]\d*,0\.1\)$/);
  const dragged = await obstacles(page);
  await expect(cylinder).toBeFocused();
  await repainted(page, () => page.keyboard.press('ArrowLeft'));
  await expect.poll(() => obstacles(page)).not.toBe(dragged);

  // The arrow keys continue where the mouse left what it moved by something else than the handle.
  const place = (await cylinder.getAttribute('aria-valuetext'))!;
  const [, x, y] = /^x ([\d.]+) m, y ([\d.]+) m$/.exec(place)!.map(Number);
  for (const [name, from, by] of [
    // On the bare field, which puts the source there.
    ['Source', { x: 0.2, y: 0.7 }, { x: 0, y: 0 }],
    // By its circle, beside its handle in the middle.
    ['Obstacle 1', { x, y: y - 0.08 }, { x: 0.02, y: 0 }],
    // By its lower edge; its handle is at the upper left.
    ['Zone', { x: 0.75, y: 0.25 }, { x: 0, y: -0.05 }],
  ] as const) {
    const moved = handle(page, name);
    const before = await moved.getAttribute('aria-valuetext');
    await expect(moved).not.toBeFocused();
    await dragFrom(page, from, by);
    await expect(moved).not.toHaveAttribute('aria-valuetext', before!);
    await expect(moved).toBeFocused();
    const put = await moved.getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowLeft');
    await expect(moved).not.toHaveAttribute('aria-valuetext', put!);
  }
});

test('a free cylinder moves as a parameter: the link stays, the slider follows', async ({
  page,
}) => {
  await open(
    page,
    CYLINDER.replace('circle(fixed,0.5,0.5,0.1)', 'circle(fixed,0.5..0.6,0.5,0.08)'),
  );
  const slider = page.getByRole('slider', { name: 'Obstacle 1 x' });
  await expect(slider).toHaveAttribute('aria-valuetext', '0.550 m');
  const hash = await page.evaluate(() => location.hash);
  await handle(page, 'Obstacle 1').focus();
  await repainted(page, () => page.keyboard.press('Shift+ArrowRight'));
  await expect(slider).toHaveAttribute('aria-valuetext', '0.600 m');
  await repainted(page, () => page.keyboard.press('ArrowRight'));
  await expect(note(page)).toHaveText(/Outside the training range: Obstacle 1 x/);
  expect(await page.evaluate(() => location.hash)).toBe(hash);
});

test('a source dragged into the cylinder is refused with a sentence, and the page goes on', async ({
  page,
}) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await open(page, CYLINDER);
  const source = handle(page, 'Source');
  await dragBy(page, source, 0.3, 0);
  await expect(note(page)).toHaveText(/source lies inside obstacle 1 \(circle\)/);
  await expect(source).toHaveAttribute('aria-valuetext', /^x 0\.([23]|4 )/);
  await repainted(page, () => page.keyboard.press('ArrowUp'));
  await expect(note(page)).not.toHaveText(/inside obstacle/);
  // The same with the cylinder: it stops before the range of the source.
  await dragBy(page, handle(page, 'Obstacle 1'), -0.3, 0);
  await expect(note(page)).toHaveText(/can lie inside obstacle 1/);
  expect(await obstacles(page)).toMatch(/^circle\(fixed,0\.[345]/);
  expect(errors).toEqual([]);
});

test('a receiver added by button draws a seismogram with one value per time step; the mesh can be shown, and says how good it is', async ({
  page,
}) => {
  await open(page, CYLINDER);
  await page.getByRole('button', { name: 'Add a receiver' }).click();
  await expect(handle(page, 'Receiver 1')).toBeVisible();
  const chart = page.getByTestId('seismograms').locator('.js-plotly-plot');
  await chart.scrollIntoViewIfNeeded();
  await expect(chart.locator('.scatterlayer .js-line')).toHaveCount(1);
  const label = await page.getByRole('img', { name: /Seismograms of 1 receiver/ }).ariaSnapshot();
  const values = Number(/(\d+) values/.exec(label)?.[1]);
  const steps = await page
    .getByTestId('panel-domain')
    .getByText(/Time of this simulation/)
    .textContent();
  expect(values).toBe(Number(/(\d+) steps/.exec(steps!)?.[1]) + 1);
  const { points, last } = await chart.evaluate((element) => {
    const [{ x, y }] = (element as unknown as { data: { x: number[]; y: number[] }[] }).data;
    return { points: y.length, last: x[x.length - 1] };
  });
  expect(points).toBe(values);
  expect(last).toBeCloseTo(1.4, 9);
  await expect(page.getByTestId('energy').locator('.scatterlayer .trace')).toHaveCount(1);

  await page.getByRole('checkbox', { name: 'Mesh' }).check();
  await expect(page.getByTestId('mesh-canvas')).toHaveAttribute('data-cells', /^[1-9]\d+$/);
  await expect(page.getByTestId('mesh-toggle')).toContainText(/\d nodes, ≥ \d+°/);
  await page.getByRole('checkbox', { name: 'Mesh' }).uncheck();
  await expect(page.getByTestId('mesh-canvas')).toHaveCount(0);
});

test('a submodel shows its error and its figures', async ({ page }) => {
  await open(page, `${CYLINDER.replace('0.5,0.5,0.1', '0.7,0.5,0.1')}&zone.cells=32`);
  const zone = await openGroup(page, 'Zone');
  await zone.getByRole('combobox', { name: 'Submodel' }).selectOption('on');
  const section = page.getByTestId('submodel');
  await expect(section).toContainText(/Relative L2 error\D*\d+(\.\d+)?\s%/);
  await expect(section.locator('canvas').nth(1)).toHaveAttribute('data-version', /\d+/);
});

test('lists are edited in their cards; what cannot be says why at the control', async ({
  page,
}) => {
  await open(page, 'preset=quick&backend=wasm&scene.elements=32&source.frequency=1..1.6');
  const scene = await openGroup(page, 'Scene');
  await scene.getByRole('button', { name: 'Add obstacle: Circle' }).click();
  await expect(page.getByTestId('notices')).toContainText(/Obstacles need the fitted mesh/);
  await scene.getByRole('button', { name: 'Add obstacle: Polygon' }).click();
  await expect(handle(page, 'Obstacle 2')).toBeVisible();
  await expect.poll(() => obstacles(page)).toMatch(/^circle\(fixed,.*\) polygon\(fixed,/);

  // The second circle on the first one.
  await scene.getByRole('button', { name: 'Remove Obstacle 2' }).click();
  await scene.getByRole('button', { name: 'Add obstacle: Circle' }).click();
  const x = (number: number) =>
    scene.getByRole('spinbutton', { name: `Obstacle ${number} x`, exact: true });
  const y = (number: number) =>
    scene.getByRole('spinbutton', { name: `Obstacle ${number} y`, exact: true });
  await y(2).fill(await y(1).inputValue());
  await x(2).fill(await x(1).inputValue());
  await expect(scene).toContainText(/Obstacle 1 \(circle\) and obstacle 2 \(circle\) overlap/);
  await expect(page.getByTestId('train')).toBeDisabled();
  await scene.getByRole('button', { name: 'Remove Obstacle 2' }).click();
  await expect(page.getByTestId('train')).toBeEnabled();

  // What is half-typed harms nothing but its own number.
  const radius = scene.getByRole('spinbutton', { name: 'Obstacle 1 radius', exact: true });
  await radius.fill('big');
  await expect(radius).toHaveAccessibleDescription(/radius from 0.00001 to 1000000 m/);
  await radius.fill('0.08');
  await scene.getByRole('button', { name: 'Obstacle 1 radius as a free parameter' }).click();
  await expect(page.getByRole('slider', { name: 'Obstacle 1 radius' })).toBeVisible();
  await expect.poll(() => obstacles(page)).toMatch(/0\.03\.\.0\.13\)$/);
});

test('a full scene has no serious axe violations, on a screen and on a phone', async ({ page }) => {
  await open(
    page,
    `${CYLINDER}&scene.receivers=point(0.8,0.3) point(0.6,0.85)&scene.layers=layer(0.15,1.2,1)&scene.inclusions=rectangle(0.8,0.8,0.2,0.2,0.9..1.1,1)&source.more=ricker(0.15,0.85,1.2,1)&zone.x=0.35..0.95&zone.submodel=on`,
  );
  const groups = ['Scene', 'Source', 'Recording'];
  for (const title of groups) await openGroup(page, title);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
    if (width === 390) await page.getByRole('button', { name: 'Settings' }).click();
    for (const title of groups) {
      await expect(groupOf(page, title)).toBeVisible();
      await expect(groupOf(page, title)).toHaveAttribute('open');
    }
    for (const name of ['Obstacle 1', 'Inclusion 1', 'Receiver 2', 'Excitation 1', 'Zone']) {
      await expect(handle(page, name)).toHaveAttribute(
        'aria-valuetext',
        /^x [\d.]+ m, y [\d.]+ m$/,
      );
    }
    await expect(handle(page, 'Layer 1')).toHaveAttribute('aria-valuetext', 'y 0.15 m');
    expect(await violations(page, { grave: true }), `${width} px`).toEqual([]);
  }
});

test('the square can be enlarged, and the networks come back', async ({ page }) => {
  await open(page, `${TINY}&backend=wasm`);
  const width = async () => (await drawn(page, 'domain').boundingBox())!.width;
  const before = await width();
  await page.getByRole('button', { name: 'Enlarge the domain' }).click();
  await expect(page.getByTestId('panel-forecast-a')).toBeHidden();
  await expect(page.getByTestId('panel-truth')).toBeVisible();
  expect(await width()).toBeGreaterThan(1.8 * before);
  await page.getByRole('button', { name: 'Show the networks again' }).click();
  await expect(page.getByTestId('panel-forecast-a')).toBeVisible();
  expect(await width()).toBeCloseTo(before, 0);
});
