import { describe, expect, it } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { withSeeds } from '../../engine/train/series.ts';
import { formatDuration, formatPercent } from '../shared/numbers.ts';
import { emptyNetwork, noNetworks, type NetworkState } from '../state.ts';
import { progressOf, type RunState } from './progress.ts';

const run = experimentFrom({ 'training.steps': '1000' });

const failed: NetworkState = { ...emptyNetwork, status: 'failed', error: 'Gone.' };
const training = (step: number, stepMs?: number): NetworkState => ({
  ...emptyNetwork,
  status: 'training',
  step,
  stepMs,
});
const finished = (test: number): NetworkState => ({
  ...emptyNetwork,
  status: 'finished',
  step: 1000,
  result: { test } as NetworkState['result'],
});
const networks = (a: NetworkState, b: NetworkState) => ({ ...noNetworks, a, b });

const state = (change: Partial<RunState>): RunState => ({
  phase: 'simulating',
  run,
  data: { done: 0, total: 640 },
  clock: { elapsedMs: 1000 },
  networks: noNetworks,
  ...change,
});
const complete = { done: 640, total: 640 };

const text = (change: Partial<RunState>) => progressOf(state(change), 0, 2)?.text;
const time = (change: Partial<RunState>, now = 0, cores = 2) =>
  progressOf(state(change), now, cores)?.time;
const lasts = (ms: number, left: number, of = '') =>
  `${formatDuration(ms)}, about ${formatDuration(left)} left${of}`;

it('there is none without a run', () => {
  expect(progressOf(state({ run: undefined }), 0, 2)).toBeUndefined();
});

describe('what is being done', () => {
  it('nothing is simulated while the backend is being started or the networks are built', () => {
    expect(text({ phase: 'starting' })).toBe('Starting and testing the backend');
    const backend = { name: 'wasm' } as RunState['backend'];
    expect(text({ phase: 'starting', backend })).toBe('Building the networks');
  });

  it('samples are counted', () => {
    const {
      text: words,
      bars,
      share,
    } = progressOf(state({ data: { done: 160, total: 640 } }), 0, 2)!;
    expect(words).toBe('Simulating: 160 of 640 samples');
    expect(bars).toEqual([{ name: 'data', share: 0.25 }]);
    expect(share).toBe(0.25);
  });

  it('shaders of all networks are counted together, before anything else', () => {
    const compiling = (done: number, total: number) => ({
      ...emptyNetwork,
      compiling: { done, total },
    });
    const progress = progressOf(
      state({ networks: networks(compiling(3, 10), compiling(2, 10)) }),
      0,
      2,
    );
    expect(progress).toMatchObject({
      text: 'Compiling: 5 of 20 shaders',
      bars: [{ name: 'shaders', share: 0.25 }],
      time: formatDuration(1000),
    });
  });

  it('each network has a bar; the share is their mean', () => {
    const progress = progressOf(
      state({
        phase: 'training',
        data: complete,
        networks: networks(training(500), training(100)),
      }),
      0,
      2,
    )!;
    expect(progress.text).toBe('Step A 500, B 100 of 1,000');
    expect(progress.bars).toEqual([
      { name: 'a', share: 0.5 },
      { name: 'b', share: 0.1 },
    ]);
    expect(progress.share).toBeCloseTo(0.3, 12);
  });

  it('fine-tuning counts for the network that has it', () => {
    const tuned = experimentFrom({
      'training.steps': '1000',
      'training.fineTune': '200',
      'a.route': 'after',
    });
    const progress = progressOf(
      state({
        phase: 'training',
        run: tuned,
        data: complete,
        networks: networks(training(600), training(500)),
      }),
      0,
      2,
    )!;
    expect(progress.text).toBe('Step A 600 of 1,200, B 500 of 1,000');
    expect(progress.bars.map(({ share }) => share)).toEqual([0.5, 0.5]);
  });

  it('at the end it has the errors of those that have one', () => {
    const ended = { phase: 'finished', data: complete } as const;
    expect(text({ ...ended, networks: networks(finished(0.1), finished(0.2)) })).toBe(
      `Done. Test error: A ${formatPercent(0.1)}, B ${formatPercent(0.2)}`,
    );
    expect(text({ ...ended, networks: networks(failed, finished(0.2)) })).toBe(
      `Done. Test error: B ${formatPercent(0.2)}`,
    );
  });

  it('of a series it is said which seed it is, and at the end the mean of all', () => {
    const seedRun = (initSeed: number, a: number, b?: number) => ({
      initSeed,
      shuffleSeed: initSeed,
      networks: {
        a: { curve: [], result: { test: a } as NetworkState['result'] },
        b: { curve: [], result: b === undefined ? undefined : ({ test: b } as never) },
      },
    });
    const done = [seedRun(1, 0.1, 0.2), seedRun(2, 0.12)];
    const series = { base: run, count: 3, done };
    const third = withSeeds(run, { initSeed: 3, shuffleSeed: 3 });
    const shown = networks(training(600), training(600));
    expect(text({ phase: 'training', run: third, data: complete, networks: shown, series })).toBe(
      'Seed 3 of 3. Step A 600, B 600 of 1,000',
    );
    const ended = networks(finished(0.12), failed);
    expect(text({ phase: 'finished', data: complete, networks: ended, series })).toBe(
      `2 seeds. Done. Test error: A 11.0 ± 1.4\u202f%, B ${formatPercent(0.2)}`,
    );
    const kept = {
      phase: 'finished',
      data: complete,
      networks: ended,
      series,
      secret: true,
    } as const;
    expect(text(kept)).toBe('2 seeds. Done');
  });

  it('a run that ended before it had all samples simulates no more', () => {
    const ended = progressOf(
      state({ phase: 'finished', networks: networks(failed, failed) }),
      0,
      2,
    );
    expect(ended).toMatchObject({ text: 'The run has ended', time: formatDuration(1000) });
  });
});

describe('the time', () => {
  it('runs while the clock does', () => {
    expect(time({ clock: { elapsedMs: 1000, runningSince: 5000 } }, 9000)).toBe(
      formatDuration(5000),
    );
    expect(time({ clock: { elapsedMs: 1000 } }, 9000)).toBe(formatDuration(1000));
  });

  it('left for the samples goes by those that are done', () => {
    const clock = { elapsedMs: 30_000 };
    expect(time({ clock, data: { done: 160, total: 640 } })).toBe(
      lasts(30_000, 90_000, ' for the data'),
    );
    expect(time({ clock })).toBe(formatDuration(30_000));
  });

  it('left for training is that of the network that needs longer', () => {
    const of = (a: NetworkState, b: NetworkState) =>
      time({ phase: 'training', data: complete, networks: networks(a, b) });
    expect(of(training(400, 100), training(900, 500))).toBe(lasts(1000, 60_000));
    expect(of(failed, training(900, 500))).toBe(lasts(1000, 50_000));
    expect(of(training(400), training(900))).toBe(formatDuration(1000));
  });

  it('left of a series is that of all its seeds', () => {
    const shown = networks(training(400, 100), training(900, 500));
    const series = { base: run, count: 5, done: [] };
    expect(time({ phase: 'training', data: complete, networks: shown, series })).toBe(
      lasts(1000, 60_000 + 4 * 500_000),
    );
  });

  it('left for training adds up where networks share a core or a GPU', () => {
    const of = (cores: number, name: 'wasm' | 'webgpu') => {
      const shown = networks(training(400, 100), training(900, 500));
      const backend = { name } as RunState['backend'];
      return time({ phase: 'training', data: complete, networks: shown, backend }, 0, cores);
    };
    expect(of(1, 'wasm')).toBe(lasts(1000, 110_000));
    expect(of(8, 'webgpu')).toBe(lasts(1000, 110_000));
    expect(of(8, 'wasm')).toBe(lasts(1000, 60_000));
  });
});
