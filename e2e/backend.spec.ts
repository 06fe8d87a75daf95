import { expect, test, type Page } from './test.ts';
import { DataSets } from '../src/engine/data/dataset.ts';
import { experimentFrom } from '../src/engine/experiment/presets.ts';
import type { Experiment } from '../src/engine/experiment/schema.ts';
import type { WorkerEvent, NetworkCommand } from '../src/worker/protocol.ts';
import { expectPhase, open, testCurves, trainButton } from './lab.ts';

/** Small enough for a GPU in software, which takes a tenth of a second for a step even so. */
const MINUTE = {
  'scene.elements': '4',
  'source.frequency': '1..1.6',
  'task.grid': '8',
  'task.frames': '4',
  'data.train': '8',
  'data.test': '4',
  'net.width': '2',
  'net.kernel': '3',
  'b.format': 'one-way',
  'b.rank': '2',
  'training.batch': '4',
  'training.steps': '3',
};
const HASH = [
  'preset=quick',
  ...Object.entries(MINUTE).map(([key, text]) => `${key}=${text}`),
].join('&');

const chip = (page: Page, name: string) => page.getByRole('button', { name: `Backend: ${name}` });

const workerNames = async (page: Page): Promise<string[]> =>
  (await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name)))).toSorted();

test('the chip shows what every backend would take, and a forced one is honoured', async ({
  page,
}) => {
  await open(page, `${HASH}&backend=auto`);
  await chip(page, 'WASM').click({ timeout: 20_000 });
  const rows = page.getByTestId('backend-figures').getByRole('row');
  await expect(rows.filter({ hasText: 'WASM' }).getByRole('cell')).toHaveText([
    /^[\d.,]+\sms$/,
    /^[\d.,]+\sms$/,
    /^[\d.,]+\sms$/,
  ]);
  await expect(rows.filter({ hasText: 'WebGPU' })).toContainText('software adapter');
  await expect(rows.filter({ hasText: 'JavaScript' })).toContainText('never faster');
  await expect(page.getByRole('link', { name: 'Check my device' })).toHaveAttribute(
    'href',
    './checks.html#device',
  );

  await page.getByLabel('Backend', { exact: true }).selectOption('JavaScript');
  await expect(chip(page, 'JavaScript')).toBeVisible();
  await expect(page.getByText('Chosen by you.')).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await workerNames(page)).toEqual(['network a', 'network b', 'simulation']);
});

test('on WebGPU both networks train to a lower error in one worker, their shaders compiled before', async ({
  page,
}) => {
  await open(page, `${HASH}&backend=webgpu`.replace('steps=3', 'steps=12'));
  await expect(chip(page, 'WebGPU')).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => workerNames(page)).toEqual(['network a', 'simulation']);
  const progress = page.locator('[role=progressbar] > span').first();
  const seen: Promise<void> = expect(progress).toHaveText(/Compiling: \d+ of \d+ shaders/, {
    timeout: 60_000,
  });
  await trainButton(page).click();
  await seen;
  await expectPhase(page, 'finished', 60_000);
  await expect(progress).toHaveText(/Test error: A .*%, B .*%/);
  expect(await workerNames(page)).not.toContain('network b');
  for (const { y } of await testCurves(page, 12)) expect(y.at(-1)).toBeLessThan(y[0]);
});

/** What a worker says to commands that the test posts, until every network has finished or failed. */
type Answers = Pick<WorkerEvent, 'type'> & Record<string, unknown>;

/**
 * Trains networks in a fresh worker of the page's own script, round after round; those of a round side by side.
 * Gives the answers of every round.
 */
const answersTo = (
  page: Page,
  rounds: readonly (readonly NetworkCommand[])[],
): Promise<Answers[][]> =>
  page.evaluate(
    async ({ url, posted }) => {
      const worker = new Worker(url, { type: 'module' });
      const train = (commands: readonly NetworkCommand[]) =>
        new Promise<Answers[]>((resolve, reject) => {
          const answers: Answers[] = [];
          const count = (type: Answers['type']) =>
            answers.filter((one) => one.type === type).length;
          const first = commands.filter(({ type }) => type === 'prepare');
          worker.onerror = (event) => reject(new Error(event.message));
          worker.onmessage = ({ data }: MessageEvent<Answers>) => {
            answers.push(data);
            if (data.type === 'turn' && data.asked !== undefined) {
              const { asked: turn, network, runId } = data;
              worker.postMessage({ type: 'yourTurn', turn, network, runId });
            }
            if (data.type === 'failed') reject(new Error(String(data.message)));
            if (data.type === 'prepared' && count('prepared') === first.length) {
              const kept = answers.filter(({ needsData }) => needsData === false);
              const isKept = ({ type, network }: NetworkCommand) =>
                type === 'samples' && kept.some((one) => one.network === network);
              for (const one of commands) {
                if (!first.includes(one) && !isKept(one)) worker.postMessage(one);
              }
            }
            if (count('finished') === first.length) resolve(answers);
          };
          for (const one of first) worker.postMessage(one);
        });
      const all: Answers[][] = [];
      for (const commands of posted) all.push(await train(commands));
      worker.terminate();
      return all;
    },
    {
      url: page
        .workers()
        .find((worker) => /network/.test(worker.url()))!
        .url(),
      posted: rounds,
    },
  );

test('networks that share a GPU have the curves of a network alone, and those of wasm', async ({
  page,
}) => {
  const experiment = experimentFrom(MINUTE);
  const commands = (network: 'a' | 'b', backend: 'webgpu' | 'wasm'): NetworkCommand[] => [
    { type: 'prepare', runId: 1, network, experiment, backend, networks: 2 },
    ...samplesOf(experiment, network),
    { type: 'train', runId: 1, network, until: experiment.training.steps },
  ];
  const curve = (answers: readonly Answers[], network: string) =>
    answers
      .filter((one) => one.type === 'progress' && one.network === network)
      .flatMap(({ points }) => points as { step: number; train?: number; test?: number }[]);

  await open(page, 'backend=wasm');
  const both = (backend: 'webgpu' | 'wasm') => [
    ...commands('a', backend),
    ...commands('b', backend),
  ];
  const [together, alone, wasm] = await answersTo(page, [
    both('webgpu'),
    commands('b', 'webgpu'),
    both('wasm'),
  ]);
  expect(curve(together, 'b')).toEqual(curve(alone, 'b'));
  for (const network of ['a', 'b']) {
    const [gpu, reference] = [together, wasm].map((answers) => curve(answers, network));
    expect(gpu.map(({ step }) => step)).toEqual(reference.map(({ step }) => step));
    expect(gpu.at(-1)).toMatchObject({ step: 3 });
    gpu.forEach(({ train, test: error }, i) => {
      if (train !== undefined) expect(train).toBeCloseTo(reference[i].train!, 4);
      if (error !== undefined) expect(error).toBeCloseTo(reference[i].test!, 4);
    });
  }
  // Weights and two moments of each network, without those of the other one.
  const bytes = (answers: readonly Answers[], network: string) =>
    answers.findLast((one) => one.type === 'progress' && one.network === network)!.memoryBytes;
  expect(bytes(together, 'b')).toBe(bytes(alone, 'b'));
  // Recorded kernels on wasm keep a few numbers of their own.
  const more = Number(bytes(wasm, 'b')) - Number(bytes(together, 'b'));
  expect(more).toBeGreaterThanOrEqual(0);
  expect(more).toBeLessThan(100);
});

/** Made-up samples: what the curves are about does not matter here. */
function samplesOf(experiment: Experiment, network: 'a' | 'b'): NetworkCommand[] {
  const sets = new DataSets(experiment);
  return (['train', 'test'] as const).map((set) => {
    const { count, inputSize, size } = sets[set];
    const waves = (values: number) => Float32Array.from({ length: values }, (_, i) => Math.sin(i));
    return {
      type: 'samples',
      runId: 1,
      network,
      set,
      first: 0,
      inputs: waves(count * inputSize),
      fields: waves(count * size),
    };
  });
}
