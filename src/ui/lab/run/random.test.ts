/** Random days in the life of a lab: whatever happens in whatever order, a run keeps its promises. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { experimentFrom } from '../../../engine/experiment/presets.ts';
import { type NetworkId, idsOf, networkIds } from '../../../engine/experiment/network.ts';
import { isWhole } from '../../../engine/train/series.ts';
import { errorAt } from '../fakeNetworks.testing.ts';
import { openPage, settled, work, type World } from '../world.testing.ts';
import { phaseOf, runs } from './phase.ts';

const STEPS = 4;

/** What an experiment of this file is about. */
interface Setting {
  backend: string;
  networks: number;
}

const settings = ({ backend, networks }: Setting) =>
  experimentFrom({
    networks: String(networks),
    'training.steps': String(STEPS),
    'data.train': '24',
    'data.test': '8',
    backend,
  });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A thing that may happen, and the network that it happens to. */
type Happening = readonly [what: string, id: NetworkId];

const happenings: Readonly<Record<string, (world: World, id: NetworkId) => void>> = {
  train: ({ lab }) => lab.run.train(),
  'single step': ({ lab }) => lab.run.singleStep(),
  repeat: ({ lab }) => lab.run.repeat(3),
  pause: ({ lab }) => lab.run.pause(),
  stop: ({ lab }) => void lab.run.stop(),
  reset: ({ lab }) => void lab.run.reset(),
  // Fewer samples are another data set: those that are there are of no use any more.
  'change data': ({ lab, state }) =>
    lab.settings.setField('data.train', state().experiment.data.train === 24 ? '16' : '24'),
  'show sample': ({ lab, state }) => lab.stage.showSample((state().sample ?? 0) + 1),
  'ask for files': ({ lab }, id) => void lab.askForFiles(id, 'weights').catch(() => {}),
  answer: ({ networks }, id) => void networks.answer(id),
  step: ({ networks }, id) => void networks.step(id),
  checkpoint: ({ networks }, id) => networks.checkpoint(id),
  'deliver samples': ({ pool }) => void pool.deliver(),
  'answer the stage': ({ simulation }) => void simulation.answer(),
  die: ({ networks }, id) => networks.die(id, 'gone'),
  fail: ({ networks }, id) => void networks.fail(id, 'Error', 'something broke'),
  diverge: ({ networks }, id) => {
    if (networks.place(id).training) networks.fail(id, 'DivergedError', 'It diverged.');
  },
  'miss the deadline': ({ networks }) => networks.deadline(),
  'fail to make samples': ({ pool }) => void pool.fail('no mesh'),
  'lose the stage': ({ simulation }) => simulation.die(),
  wait: () => vi.advanceTimersByTime(310_000),
};

/** What happens often is likelier, or nothing would ever come far. */
const weights: Readonly<Record<string, number>> = {
  train: 6,
  repeat: 3,
  answer: 20,
  step: 20,
  'deliver samples': 10,
  checkpoint: 4,
  pause: 2,
};

const someId = fc.constantFrom(...networkIds);
const someHappening: fc.Arbitrary<Happening> = fc.oneof(
  ...Object.keys(happenings).map((what) => ({
    weight: weights[what] ?? 1,
    arbitrary: fc.tuple(fc.constant(what), someId),
  })),
);
const someDay = fc.record({
  backend: fc.constantFrom('wasm', 'webgpu'),
  networks: fc.integer({ min: 1, max: networkIds.length }),
  day: fc.array(someHappening, { maxLength: 80, size: 'max' }),
});

/** No status without an answer that is due: nothing waits for what will never come. */
function expectAnswersDue({ lab, networks, pool, simulation }: World): void {
  const { lab: shown, course } = lab.state();
  const { runId } = shown;
  const leader = networkIds[0];
  for (const id of networkIds) {
    const { status } = shown.networks[id];
    const place = networks.place(id);
    if (status === 'placing') {
      expect(networks.owes(leader, 'startBackend', runId), `backend for ${id}`).toBe(true);
    }
    if (status === 'preparing') expect(networks.owes(id, 'prepare', runId), id).toBe(true);
    if (status === 'training') expect(place.training?.runId, id).toBe(runId);
    if (status === 'ready' || status === 'paused') expect(place.complete, id).toBe(true);
    const { forecast, files, stopping } = course.networks[id];
    if (forecast !== 'none') expect(networks.owes(id, 'forecast', runId), id).toBe(true);
    for (const one of files) expect(networks.owes(id, 'export', one.runId), id).toBe(true);
    if (stopping) expect(status, 'what is stopping').toBe('training');
  }
  if (course.pool !== 'idle') expect(pool.works, 'pool').toBe(true);
  if (shown.phase === 'simulating') expect(course.pool, 'while simulating').toBe('making');
  if (course.simulation !== 'none') {
    expect(simulation.due.some(({ type }) => type === 'simulate')).toBe(true);
  }
}

/** Curves without gaps and repetitions, all of the present run. */
function expectOneRun({ state }: World): void {
  const { runId, run } = state();
  for (const id of networkIds) {
    const { curve, status, memoryBytes, step, compiling } = state().networks[id];
    expect(curve).toEqual(curve.map((_, i) => ({ step: i + 1, train: errorAt(id, i + 1) })));
    if (memoryBytes !== undefined) expect(memoryBytes).toBe(runId);
    if (!run) expect(status).toBe('empty');
    if (status === 'finished') expect(step).toBe(STEPS);
    if (status !== 'training') expect(compiling, status).toBeUndefined();
  }
}

/**
 * Every seed once, each with all its networks; the run is one of the series, and what has ended stays. The seed in
 * training is the next one, or one that a fault has stopped.
 */
function expectSeries({ state }: World): void {
  const { series, run, phase } = state();
  if (!series) return;
  const seeds = series.done.map(({ initSeed }) => initSeed);
  const wanted = Array.from({ length: series.count }, (_, i) => 1 + i);
  expect(seeds).toEqual(wanted.slice(0, seeds.length));
  for (const { networks } of series.done) {
    expect(Object.keys(networks)).toEqual(idsOf(series.base));
    for (const { result, failure } of Object.values(networks)) {
      expect([result, failure].filter(Boolean)).toHaveLength(1);
    }
  }
  const present = run?.training.initSeed ?? 0;
  const next = seeds.length + 1;
  const stopped = series.done.filter((one) => !isWhole(one)).map(({ initSeed }) => initSeed);
  expect(runs(phase) ? [...stopped, next] : [...seeds, next]).toContain(present);
}

function expectPromises(world: World): void {
  const { lab } = world;
  expect(lab.state().lab.phase).toBe(phaseOf(lab.state()));
  const { clock, phase } = world.state();
  expect(clock.runningSince !== undefined).toBe(runs(phase));
  expectAnswersDue(world);
  expectOneRun(world);
  expectSeries(world);
  for (const id of networkIds) {
    expect(lab.state().course.networks[id].history.resumes).toBeLessThanOrEqual(3);
  }
}

async function live(world: World, day: readonly Happening[]): Promise<void> {
  for (const [what, id] of day) {
    happenings[what](world, id);
    await settled();
    expectPromises(world);
  }
}

async function morning(setting: Setting): Promise<World> {
  // Those of the days before.
  vi.clearAllTimers();
  const world = openPage(settings(setting));
  world.networks.backend = setting.backend === 'webgpu' ? 'webgpu' : 'wasm';
  await settled();
  return world;
}

it('nothing waits in vain, nobody is replaced too often, and runs never mix', async () => {
  await fc.assert(
    fc.asyncProperty(someDay, async ({ day, ...setting }) => {
      await live(await morning(setting), day);
    }),
    { numRuns: 200 },
  );
});

it('pause ends when the workers answer, and Stop even if they do not', async () => {
  await fc.assert(
    fc.asyncProperty(someDay, fc.boolean(), async ({ day, ...setting }, patient) => {
      const world = await morning(setting);
      await live(world, day);
      const { phase: before } = world.state();
      if (patient) {
        world.lab.run.pause();
        await work(world);
      } else {
        const done = world.lab.run.stop();
        world.networks.deadline();
        await done;
      }
      expectPromises(world);
      expect(runs(world.state().phase)).toBe(false);
      if (before === 'idle') expect(world.state().phase).toBe('idle');
    }),
    { numRuns: 100 },
  );
});

it('every run can be brought to its end, and every end makes way for another run', async () => {
  await fc.assert(
    fc.asyncProperty(someDay, async ({ day, ...setting }) => {
      const world = await morning(setting);
      await live(world, day);
      await work(world);
      world.lab.run.train();
      await work(world);
      // A single step pauses; what was asked for while it ran is done by now.
      if (world.state().phase === 'paused') world.lab.run.train();
      await work(world);
      expect(world.state().phase).toBe('finished');
      await world.lab.run.reset();
      world.lab.run.train();
      await work(world);
      expect(world.state().phase).toBe('finished');
      expectPromises(world);
      const ended = idsOf(world.state().run!).map((id) => world.state().networks[id].status);
      expect(ended.every((status) => status === 'finished')).toBe(true);
    }),
    { numRuns: 100 },
  );
});
