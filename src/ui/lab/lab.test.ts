/** The whole lab, with workers that do what the test says: what a run goes through, and what becomes of it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { networkIds, type Phase } from '../state.ts';
import {
  errorAt,
  fakeWindows,
  memoryShelf,
  openPage,
  resultOf,
  settled,
  work,
  type World,
} from './world.testing.ts';

const STEPS = 6;
const experiment = experimentFrom({
  'training.steps': String(STEPS),
  'data.train': '24',
  'data.test': '8',
  backend: 'wasm',
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const phase = ({ state }: World): Phase => state().phase;

const trained = (world: World, id: NetworkId, steps: number) => () =>
  world.state()[id].step >= steps;

/** The curve of a run that nothing happened to. */
const wholeCurve = (id: NetworkId) =>
  Array.from({ length: STEPS }, (_, i) => ({ step: i + 1, train: errorAt(id, i + 1) }));

function expectWhole(world: World): void {
  expect(phase(world)).toBe('finished');
  for (const id of networkIds) {
    expect(world.state()[id].curve).toEqual(wholeCurve(id));
    expect(world.state()[id].result).toEqual(resultOf(id, STEPS));
  }
}

/** A page whose run is in training. */
async function inTraining(least = 2): Promise<World> {
  const world = openPage(experiment);
  await work(world);
  world.lab.run.train();
  await work(world, trained(world, 'a', least));
  return world;
}

describe('a run', () => {
  it('starts, simulates, trains and finishes', async () => {
    const world = openPage(experiment);
    await work(world);
    const phases: Phase[] = [phase(world)];
    world.lab.store.subscribe((now, before) => {
      if (now.phase !== before.phase) phases.push(now.phase);
    });
    world.lab.run.train();
    await work(world);
    expect(phases).toEqual(['idle', 'starting', 'simulating', 'training', 'finished']);
    expectWhole(world);
  });

  it('simulates nothing where the samples are there already', async () => {
    const world = await inTraining();
    await work(world);
    world.lab.run.train();
    expect(phase(world)).toBe('starting');
    await work(world, () => phase(world) === 'training');
    expect(world.pool.works).toBe(false);
    await work(world);
    expectWhole(world);
  });

  it('takes single steps', async () => {
    const world = openPage(experiment);
    world.lab.run.singleStep();
    await work(world);
    expect(phase(world)).toBe('paused');
    expect(networkIds.map((id) => world.state()[id].step)).toEqual([1, 1]);
    world.lab.run.singleStep();
    await work(world);
    expect(networkIds.map((id) => world.state()[id].step)).toEqual([2, 2]);
    world.lab.run.train();
    await work(world);
    expectWhole(world);
  });

  it.each(['starting', 'simulating', 'training'] as const)('pauses while %s', async (when) => {
    const world = openPage(experiment);
    await work(world);
    world.lab.run.train();
    await work(world, () => phase(world) === when);
    world.lab.run.pause();
    await work(world);
    expect(phase(world)).toBe('paused');
    world.lab.run.train();
    await work(world);
    expectWhole(world);
  });

  it('counts the time in which it runs, and no other', async () => {
    const world = openPage(experiment);
    await work(world);
    world.lab.run.train();
    await work(world, () => phase(world) === 'training');
    vi.advanceTimersByTime(3000);
    world.lab.run.pause();
    await work(world);
    vi.advanceTimersByTime(3000);
    expect(world.state().clock).toEqual({ elapsedMs: 3000, runningSince: undefined });
  });

  it('starts again from the beginning after a reset, which waits for the steps in progress', async () => {
    const world = await inTraining();
    const done = world.lab.run.reset();
    expect(phase(world)).toBe('pausing');
    await work(world, () => phase(world) === 'idle');
    await done;
    expect(world.state().run).toBeUndefined();
    expect(networkIds.map((id) => world.state()[id].status)).toEqual(['empty', 'empty']);
    world.lab.run.train();
    await work(world);
    expectWhole(world);
  });

  it('needs valid settings, and no sweep', async () => {
    const world = openPage(experiment);
    world.lab.settings.setField('training.steps', 'many');
    world.lab.run.train();
    expect(phase(world)).toBe('idle');
    world.lab.settings.setField('training.steps', '5');
    world.lab.store.setState({ sweeping: true });
    world.lab.run.train();
    expect(phase(world)).toBe('idle');
  });
});

describe('Stop', () => {
  it('ends trainings that pause in time where they are', async () => {
    const world = await inTraining();
    const done = world.lab.run.stop();
    await work(world);
    await done;
    expect(phase(world)).toBe('paused');
    expect(world.state().notices).toEqual([]);
  });

  it('costs a step that takes too long what came after the last checkpoint', async () => {
    const world = await inTraining(2);
    world.networks.checkpoint('a');
    world.networks.step('a');
    const done = world.lab.run.stop();
    world.networks.step('b');
    world.networks.deadline();
    await done;
    expect(phase(world)).toBe('paused');
    expect(world.state().a).toMatchObject({ status: 'lost', step: 2 });
    expect(world.state().notices.map(({ text }) => text)).toEqual([
      'Network A: the step in progress took too long, so its worker was replaced. Resume continues from step 2.',
    ]);
    world.lab.run.train();
    await work(world);
    expectWhole(world);
  });

  it('ends a network that has no checkpoint yet', async () => {
    const world = await inTraining(1);
    const done = world.lab.run.stop();
    world.networks.deadline();
    await done;
    expect(phase(world)).toBe('finished');
    expect(world.state().a.error).toMatch(/took too long.*Reset and train again/);
    await world.lab.run.reset();
    expect(phase(world)).toBe('idle');
  });

  it('pressed twice is as good as once, also for Reset', async () => {
    const world = await inTraining();
    const stops = [world.lab.run.stop(), world.lab.run.reset(), world.lab.run.reset()];
    const { runId } = world.state();
    await work(world);
    await Promise.all(stops);
    expect(world.state()).toMatchObject({ phase: 'idle', runId: runId + 1 });
  });
});

describe('a worker that is lost', () => {
  it('is replaced in training, and the curves are those of a run that nothing happened to', async () => {
    const world = await inTraining(2);
    world.networks.checkpoint('b');
    world.networks.step('b');
    world.networks.die('b', 'gone');
    expect(world.state().notices.at(-1)?.text).toMatch(
      /^Network B: its worker stopped \(gone\)\. It continues from step \d\.$/,
    );
    expect(world.state().a.status).toBe('training');
    await work(world);
    expectWhole(world);
  });

  it('while the run is paused, is replaced when the user resumes', async () => {
    const world = await inTraining(2);
    world.lab.run.pause();
    await work(world);
    const { step } = world.state().a;
    world.networks.die('a', 'the browser ended it');
    expect(world.state().a.status).toBe('lost');
    expect(world.state().notices.at(-1)?.text).toContain(`Resume continues from step ${step}.`);
    await work(world);
    expect(phase(world)).toBe('paused');
    world.lab.run.train();
    // Network B trains on from its pause at once.
    expect(world.state().b.status).toBe('training');
    await work(world);
    expectWhole(world);
  });

  it('begins again with all samples where it had only some of them', async () => {
    const world = openPage(experiment);
    world.lab.run.train();
    await work(world, () => phase(world) === 'simulating');
    world.pool.deliver();
    world.networks.die('b', 'gone');
    await work(world);
    expectWhole(world);
  });

  it('before it was ever ready, is not replaced', async () => {
    const world = openPage(experiment);
    await work(world);
    world.lab.run.train();
    await work(world, () => world.state().b.status === 'preparing');
    world.networks.die('b', 'it can’t be loaded');
    expect(world.state().b).toMatchObject({
      status: 'failed',
      error: 'Its worker stopped (it can’t be loaded). Reset and train again.',
    });
    await work(world);
    expect(phase(world)).toBe('finished');
    expect(world.state().a.result).toEqual(resultOf('a', STEPS));
  });

  it('while it chooses the backend, takes all networks that wait for it along', async () => {
    const world = openPage(experiment);
    world.lab.run.train();
    world.networks.die('a', 'gone');
    expect(phase(world)).toBe('finished');
    expect(networkIds.map((id) => world.state()[id].status)).toEqual(['failed', 'failed']);
    expect(world.state().backendProblem).toBe('its worker stopped (gone)');
  });

  it('twice at the same place, is given up, with advice', async () => {
    const world = await inTraining(3);
    world.networks.checkpoint('a');
    world.networks.fail('a', 'RangeError', 'Array buffer allocation failed');
    expect(world.state().notices.at(-1)?.text).toMatch(/computation failed.*allocation.*continues/);
    await work(world, () => world.state().a.status === 'training');
    world.networks.fail('a', 'RangeError', 'Array buffer allocation failed');
    expect(world.state().a.error).toMatch(
      /^Its computation .* restarting it once did not help\. Use smaller batches/,
    );
    await work(world);
    expect(world.state().b.result).toEqual(resultOf('b', STEPS));
  });

  it('is given up after three replacements, however far it comes in between', async () => {
    const world = await inTraining(1);
    for (let i = 0; i < 4; i++) {
      const { step } = world.state().a;
      await work(world, () => world.state().a.status === 'training');
      world.networks.step('a');
      world.networks.checkpoint('a');
      world.networks.die('a', 'gone');
      expect(world.state().a.step).toBeGreaterThanOrEqual(step);
    }
    expect(world.state().a.error).toContain('restarting it 3 times did not help');
  });

  it('that says nothing for five minutes, is replaced', async () => {
    const world = await inTraining(2);
    world.networks.step('b');
    world.networks.checkpoint('a');
    world.networks.checkpoint('b');
    vi.advanceTimersByTime(310_000);
    expect(world.state().notices.map(({ text }) => text)).toEqual(
      networkIds.map(
        (id) =>
          `Network ${id.toUpperCase()}: its worker did not respond for 300 s and was replaced. It continues from step 2.`,
      ),
    );
    await work(world);
    expectWhole(world);
  });

  it('is not missed while nothing is expected of it', async () => {
    const world = await inTraining();
    world.lab.run.pause();
    await work(world);
    vi.advanceTimersByTime(1_000_000);
    expect(world.state().notices).toEqual([]);
  });
});

describe('on a GPU', () => {
  async function onGpu(): Promise<World> {
    const world = openPage(experimentFrom({ 'training.steps': '6', backend: 'webgpu' }));
    world.networks.backend = 'webgpu';
    await work(world);
    world.lab.run.train();
    await work(world, trained(world, 'a', 2));
    expect(world.networks.shared).toBe(true);
    return world;
  }

  it('the second fault takes all networks to WebAssembly, in workers of their own', async () => {
    const world = await onGpu();
    world.networks.die('a', 'the GPU was lost');
    expect(networkIds.map((id) => world.state()[id].status)).toEqual(['preparing', 'preparing']);
    await work(world, trained(world, 'a', 3));
    world.networks.die('a', 'the GPU reported an error');
    expect(world.state().notices.at(-1)?.text).toMatch(/^Network A: .* on WebAssembly/);
    expect(world.networks.shared).toBe(false);
    expect(networkIds.map((id) => world.state()[id].backend)).toEqual(['wasm', 'wasm']);
    await work(world);
    expectWhole(world);
  });

  it('a stop that takes too long costs the weights of whoever shares the worker, too', async () => {
    const world = await onGpu();
    for (const id of networkIds) world.networks.checkpoint(id);
    const done = world.lab.run.stop();
    world.networks.step('a');
    world.networks.deadline();
    await done;
    expect(networkIds.map((id) => world.state()[id].status)).toEqual(['lost', 'lost']);
    world.lab.run.train();
    await work(world);
    expectWhole(world);
  });
});

describe('samples that can’t be made', () => {
  it('leave the run paused, with the reason; Resume tries again', async () => {
    const world = openPage(experiment);
    world.lab.run.train();
    await work(world, () => phase(world) === 'simulating');
    world.pool.fail('The mesh is too fine.');
    expect(phase(world)).toBe('paused');
    expect(world.state().notices.at(-1)?.text).toBe(
      'The samples can’t be made: The mesh is too fine.',
    );
    world.lab.run.train();
    await work(world);
    expectWhole(world);
  });
});

describe('files that a worker makes', () => {
  it('are made once for all who ask for the same', async () => {
    const { lab, networks } = openPage(experiment);
    const [one, two] = [lab.askForFiles('b', 'weights'), lab.askForFiles('b', 'weights')];
    expect(networks.place('b').due.filter(({ type }) => type === 'export')).toHaveLength(1);
    networks.answer('b');
    expect(await one).toHaveLength(1);
    expect(await two).toEqual(await one);
  });

  it('are refused when the worker dies, and only its own', async () => {
    const { lab, networks } = openPage(experiment);
    const asked = [lab.askForFiles('b', 'model'), lab.askForFiles('b', 'dataset')];
    networks.die('b', 'out of memory');
    for (const one of asked) {
      await expect(one).rejects.toThrow(
        'Nothing was saved: the worker of network B stopped (out of memory) before the files were made. Save again as soon as the network is back.',
      );
    }
    const again = lab.askForFiles('b', 'model');
    networks.answer('b');
    expect(await again).toHaveLength(1);
  });

  it('are refused when the worker ends since the networks share another one', async () => {
    const world = openPage(experiment);
    const asked = world.lab.askForFiles('b', 'model');
    world.networks.backend = 'webgpu';
    world.networks.answer('a');
    await expect(asked).rejects.toThrow('the worker of network B was replaced');
  });
});

describe('a stored run', () => {
  const storage = () => {
    const { windows, reload } = fakeWindows();
    return { shelf: memoryShelf(), windows, reload };
  };
  type Storage = ReturnType<typeof storage>;

  const pageOn = async ({ shelf, windows }: Storage): Promise<World> => {
    const world = openPage(experiment, shelf, windows);
    await work(world);
    return world;
  };

  /** A page whose run is stored at a step. */
  async function interrupted(kept: Storage, least = 3): Promise<void> {
    const world = await pageOn(kept);
    world.lab.run.train();
    await work(world, trained(world, 'b', least));
    for (const id of networkIds) world.networks.checkpoint(id);
    await settled();
    kept.reload();
  }

  const offerOf = ({ lab }: World) => lab.stored.offered.getState().offer;

  it('ends exactly like one that nothing happened to', async () => {
    const kept = storage();
    await interrupted(kept);
    const world = await pageOn(kept);
    expect(offerOf(world)?.run.a?.kept?.checkpoint.step).toBe(3);
    await world.lab.stored.accept();
    expect(world.state().a).toMatchObject({ status: 'placing' });
    await work(world, () => world.state().a.status === 'preparing');
    expect(world.state().a.step).toBe(3);
    await work(world);
    expectWhole(world);
    // It has ended, and is shown again.
    kept.reload();
    const later = await pageOn(kept);
    expect(offerOf(later)?.run.a?.result).toEqual(resultOf('a', STEPS));
    await later.lab.stored.accept();
    await work(later);
    expectWhole(later);
  });

  it('goes on without a question after a reload that the page has proposed', async () => {
    const kept = storage();
    await interrupted(kept);
    kept.reload({ proposed: true });
    const world = await pageOn(kept);
    expectWhole(world);
  });

  it('that is discarded does not come back', async () => {
    const kept = storage();
    await interrupted(kept);
    const world = await pageOn(kept);
    await world.lab.stored.discard();
    expect(offerOf(world)).toBeUndefined();
    expect(offerOf(await pageOn(kept))).toBeUndefined();
  });

  it('goes on in one window only', async () => {
    const kept = storage();
    await interrupted(kept);
    const [one, other] = [await pageOn(kept), await pageOn(kept)];
    await one.lab.stored.accept();
    await work(one, trained(one, 'a', 4));
    await other.lab.stored.accept();
    expect(phase(other)).toBe('idle');
    expect(other.state().notices.at(-1)?.text).toBe('That run is already open in another window.');
    await work(one);
    expectWhole(one);
  });

  it('is withdrawn when another one begins', async () => {
    const kept = storage();
    await interrupted(kept);
    const world = await pageOn(kept);
    world.lab.run.train();
    expect(offerOf(world)).toBeUndefined();
  });

  it('keeps what had failed in it', async () => {
    const kept = storage();
    const world = await pageOn(kept);
    world.lab.run.train();
    await work(world, trained(world, 'b', 3));
    world.networks.fail('a', 'DivergedError', 'It diverged at step 3.');
    world.networks.checkpoint('b');
    await settled();
    kept.reload();
    const later = await pageOn(kept);
    await later.lab.stored.accept();
    await work(later);
    expect(later.state().a).toMatchObject({
      status: 'failed',
      diverged: true,
      error: 'It diverged at step 3.',
    });
    expect(later.state().b.curve).toEqual(wholeCurve('b'));
  });
});
