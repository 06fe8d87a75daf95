/**
 * A run that is interrupted continues from its checkpoint, and nothing about it is lost or wrong: what only a browser
 * shows. All that can happen to a run is in src/ui/lab/lab.test.ts, in milliseconds.
 */
import { expect, test, type Page, type Worker } from './test.ts';
import {
  curves,
  expectPhase,
  open,
  runProgress,
  storedRun,
  storedRuns,
  tableRow,
  TINY,
  trainButton,
  trainToEnd,
  violations,
} from './lab.ts';

const STEPS = 600;
const RUN = `${TINY}&backend=wasm&training.steps=${STEPS}`;
/** Never done before a test is. */
const LONG = `${TINY}&backend=wasm&training.steps=100000`;
/** A minute at most on a software adapter. */
const GPU_STEPS = 60;
const ON_GPU = [
  'preset=quick&backend=webgpu&scene.elements=4&source.frequency=1..1.6&task.grid=8&task.frames=4',
  'data.train=8&data.test=2&net.width=4&net.kernel=3&b.format=one-way&b.rank=2&training.batch=2',
  `training.steps=${GPU_STEPS}`,
].join('&');

/** The worker of this name, as soon as there is one: a lost one is replaced in the background. */
async function workerOf(page: Page, name: string): Promise<Worker> {
  let found: Worker | undefined;
  await expect(async () => {
    const workers = page.workers();
    const names = await Promise.all(workers.map((worker) => worker.evaluate(() => self.name)));
    found = workers[names.indexOf(name)];
    expect(names).toContain(name);
  }).toPass({ timeout: 10_000 });
  return found!;
}

type Fault = 'death' | 'lost GPU' | 'bad shader';

interface Exposed {
  testDevice: {
    destroy(): void;
    createShaderModule(options: { code: string }): unknown;
    createComputePipeline(options: unknown): unknown;
  };
}

/** The fault happens as soon as the worker has reported a step from this one on: in training, on any machine. */
const faultAt = (worker: Worker, fault: Fault, least: number) =>
  worker.evaluate(
    ({ kind, from }) => {
      const faults = {
        death: () => {
          throw new Error('gone');
        },
        'lost GPU': () => (self as unknown as Exposed).testDevice.destroy(),
        'bad shader': () => {
          const { testDevice } = self as unknown as Exposed;
          const module = testDevice.createShaderModule({ code: 'this is no shader' });
          const compute = { module, entryPoint: 'main' };
          testDevice.createComputePipeline({ layout: 'auto', compute });
        },
      };
      const post = self.postMessage.bind(self) as (...args: unknown[]) => void;
      let begun = false;
      self.postMessage = (...args: unknown[]) => {
        post(...args);
        const { type, step } = args[0] as { type: string; step: number };
        if (begun || type !== 'progress' || step < from) return;
        begun = true;
        setTimeout(faults[kind]);
      };
    },
    { kind: fault, from: least },
  );

/** The worker does nothing any more once it has handed over a checkpoint: no machine ends the run before it is left. */
const freezeAtCheckpoint = (worker: Worker) =>
  worker.evaluate(() => {
    const post = self.postMessage.bind(self) as (...args: unknown[]) => void;
    self.postMessage = (...args: unknown[]) => {
      post(...args);
      const { type, checkpoint } = args[0] as { type: string; checkpoint?: { step: number } };
      if (type !== 'checkpoint' || !checkpoint?.step) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    };
  });

/** Steps of both networks, as the Train bar shows them. */
async function steps(page: Page): Promise<number[]> {
  const text = await runProgress(page).innerText();
  return [...text.matchAll(/\b[AB] ([\d,]+)/g)].map(([, step]) => Number(step.replaceAll(',', '')));
}

/** Waits until both networks are beyond a step. */
const pastStep = (page: Page, least: number) =>
  expect(async () => {
    const reached = await steps(page);
    expect(reached).toHaveLength(2);
    for (const step of reached) expect(step).toBeGreaterThan(least);
  }).toPass({ intervals: [50], timeout: 60_000 });

/** Presses Resume, and Pause once a network is beyond a step: in the page, since the run may end in the meantime. */
const resumeAndPause = (page: Page, least: number) =>
  trainButton(page).evaluate((button: HTMLElement, beyond) => {
    const progress = document.querySelector(
      '[role=progressbar][aria-label="Progress of the run"]',
    )!;
    const observer = new MutationObserver(() => {
      const reached = [...progress.textContent.matchAll(/\b[AB] ([\d,]+)/g)].map(([, step]) =>
        Number(step.replaceAll(',', '')),
      );
      if (reached.length < 2 || reached.some((step) => step <= beyond)) return;
      observer.disconnect();
      button.click();
    });
    observer.observe(progress, { subtree: true, childList: true, characterData: true });
    button.click();
  }, least);

const resetRun = async (page: Page) => {
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expectPhase(page, 'idle');
};

async function expectGapless(page: Page, lastStep: number): Promise<void> {
  for (const { x, y } of await curves(page, lastStep)) {
    for (let i = 1; i < x.length; i++) expect(x[i]).toBeGreaterThan(x[i - 1]);
    for (const value of y) expect(value).toBeGreaterThan(0);
  }
}

test('after steps and a pause, a death in training and a reload, a run ends exactly like one that nothing happened to', async ({
  page,
}) => {
  // Four trainings.
  test.setTimeout(240_000);
  await open(page, RUN);
  await trainToEnd(page);
  const once = await curves(page, STEPS);
  const errors = await tableRow(page, 'Test error');

  await resetRun(page);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expectPhase(page, 'paused');
  await expect(runProgress(page)).toContainText(`A 1, B 1 of ${STEPS}`);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expectPhase(page, 'paused');
  await resumeAndPause(page, 2);
  await expectPhase(page, 'paused');
  for (const step of await steps(page)) {
    expect(step).toBeGreaterThan(2);
    expect(step).toBeLessThan(STEPS);
  }
  await trainButton(page).click();
  await expectPhase(page, 'finished', 60_000);
  expect(await curves(page, STEPS)).toEqual(once);

  await resetRun(page);
  await faultAt(await workerOf(page, 'network b'), 'death', STEPS / 3);
  await trainButton(page).click();
  await expect(
    page.getByText(/Network B: its worker stopped \(gone\)\. It continues from step \d+/),
  ).toBeVisible();
  await expectPhase(page, 'finished', 60_000);
  await expectGapless(page, STEPS);
  expect(await curves(page, STEPS)).toEqual(once);
  expect(await tableRow(page, 'Test error')).toEqual(errors);

  await resetRun(page);
  for (const name of ['network a', 'network b']) {
    await freezeAtCheckpoint(await workerOf(page, name));
  }
  await trainButton(page).click();
  await storedRun(page, 'unfinished');
  await page.reload();
  await expect(page.getByTestId('resume-offer')).toBeVisible();
  expect(await violations(page, { within: '[data-testid=notices]' })).toEqual([]);
  await page.getByRole('button', { name: /Resume from step \d+/ }).click();
  await expectPhase(page, 'finished', 60_000);
  expect(await curves(page, STEPS)).toEqual(once);
  expect(await tableRow(page, 'Test error')).toEqual(errors);
  // What has ended has nothing to go on with.
  await expect.poll(() => page.evaluate(storedRuns)).not.toContain('unfinished');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Show the run' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Resume from/ })).toHaveCount(0);
});

test('a pause outlives its workers, and Stop a step that takes too long', async ({ page }) => {
  await open(page, LONG);
  await trainButton(page).click();
  await pastStep(page, 50);
  await trainButton(page).click();
  await expectPhase(page, 'paused');
  const [a] = await steps(page);
  await (await workerOf(page, 'network a')).evaluate(() => self.close());
  await expect(page.getByText(`Resume continues from step ${a}.`)).toBeVisible();
  await trainButton(page).click();
  // Network B trains on from its pause at once, A when its samples are there again.
  await expectPhase(page, 'training', 30_000);
  await (
    await workerOf(page, 'network a')
  ).evaluate(() => {
    setTimeout(() => {
      const end = performance.now() + 60_000;
      while (performance.now() < end);
    });
  });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectPhase(page, 'paused');
  await expect(
    page.getByText(/Network A: .*took too long.*Resume continues from step \d+/),
  ).toBeVisible();
  await trainButton(page).click();
  await expectPhase(page, 'training', 30_000);
  await pastStep(page, a);
});

test('a hidden tab trains on', async ({ page }) => {
  await open(page, `${TINY}&backend=wasm&training.steps=100`);
  await expect(page.getByRole('button', { name: /^Backend: WASM/ })).toBeVisible();
  // Pages without a window never become hidden: what a hidden one lacks is taken from it.
  const hide = () => {
    self.requestAnimationFrame = () => 0;
  };
  await page.evaluate(() => {
    for (const [key, value] of Object.entries({ hidden: true, visibilityState: 'hidden' })) {
      Object.defineProperty(document, key, { get: () => value });
    }
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.evaluate(hide);
  for (const worker of page.workers()) await worker.evaluate(hide);
  const front = await page.context().newPage();
  await front.goto('about:blank');
  await front.bringToFront();
  await trainButton(page).dispatchEvent('click');
  await expectPhase(page, 'finished', 60_000);
});

test('an unfinished run goes on in one window only', async ({ page, context }) => {
  await open(page, LONG);
  await trainButton(page).click();
  await storedRun(page, 'unfinished');
  await page.reload();
  const other = await context.newPage();
  await open(other);
  const goOn = (window: Page) => window.getByRole('button', { name: /Resume from step \d+/ });
  await expect(goOn(other)).toBeVisible();
  await goOn(page).click();
  await expectPhase(page, 'training');
  await goOn(other).click();
  await expect(other.getByText('That run is already open in another window.')).toBeVisible();
  await expectPhase(other, 'idle');
  await expectPhase(page, 'training');
});

/** Keeps every GPU device that a worker asks for, for the test to lay hands on. */
async function exposeDevices(page: Page): Promise<void> {
  await page.route(/network\.worker.*\.js/, async (route) => {
    const response = await route.fetch();
    const code = `{
      const request = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (...args) {
        return (self.testDevice = await request.apply(this, args));
      };
    }`;
    await route.fulfill({ response, body: `${code}\n${await response.text()}` });
  });
}

test('a GPU that is lost is started again; after the second fault WebAssembly goes on', async ({
  page,
}) => {
  await exposeDevices(page);
  await open(page, ON_GPU);
  await expect(page.getByRole('button', { name: 'Backend: WebGPU' })).toBeVisible({
    timeout: 60_000,
  });
  await faultAt(await workerOf(page, 'network a'), 'lost GPU', GPU_STEPS / 6);
  await trainButton(page).click();
  await expect(
    page.getByText(/Network A: .*GPU was lost.*continues from (step \d+|the beginning)\./),
  ).toBeVisible({
    timeout: 60_000,
  });
  await faultAt(await workerOf(page, 'network a'), 'bad shader', GPU_STEPS / 2);
  // Whichever of the two is told first leaves the GPU, and takes the other along.
  await expect(
    page.getByText(
      /Network [AB]: .*GPU reported an error.*continues from (step \d+|the beginning) on WebAssembly/,
    ),
  ).toBeVisible({ timeout: 60_000 });
  await expectPhase(page, 'finished', 100_000);
  await expectGapless(page, GPU_STEPS);
});
