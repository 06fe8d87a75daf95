/** What becomes of a run whose workers are lost, fail, or fall silent. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { STEPS, experiment, phase, trained, expectWhole, inTraining } from './runs.testing.ts';
import { resultOf } from './fakeNetworks.testing.ts';
import { openPage, work, type World } from './world.testing.ts';

/** The networks of the experiment. */
const networkIds = ['a', 'b'] as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a worker that is lost', () => {
  it('is replaced in training, and the curves are those of a run that nothing happened to', async () => {
    const world = await inTraining(2);
    world.networks.checkpoint('b');
    world.networks.step('b');
    world.networks.die('b', 'gone');
    expect(world.state().notices.at(-1)?.text).toMatch(
      /^Network B: its worker stopped \(gone\)\. It continues from step \d\.$/,
    );
    expect(world.state().networks.a.status).toBe('training');
    await work(world);
    expectWhole(world);
  });

  it('while the run is paused, is replaced when the user resumes', async () => {
    const world = await inTraining(2);
    world.lab.run.pause();
    await work(world);
    const { step } = world.state().networks.a;
    world.networks.die('a', 'the browser ended it');
    expect(world.state().networks.a.status).toBe('lost');
    expect(world.state().notices.at(-1)?.text).toContain(`Resume continues from step ${step}.`);
    await work(world);
    expect(phase(world)).toBe('paused');
    world.lab.run.train();
    // Network B trains on from its pause at once.
    expect(world.state().networks.b.status).toBe('training');
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
    await work(world, () => world.state().networks.b.status === 'preparing');
    world.networks.die('b', 'it can’t be loaded');
    expect(world.state().networks.b).toMatchObject({
      status: 'failed',
      error: 'Its worker stopped (it can’t be loaded). Reset and train again.',
    });
    await work(world);
    expect(phase(world)).toBe('finished');
    expect(world.state().networks.a.result).toEqual(resultOf('a', STEPS));
  });

  it('while it chooses the backend, takes all networks that wait for it along', async () => {
    const world = openPage(experiment);
    world.lab.run.train();
    world.networks.die('a', 'gone');
    expect(phase(world)).toBe('finished');
    expect(networkIds.map((id) => world.state().networks[id].status)).toEqual(['failed', 'failed']);
    expect(world.state().backendProblem).toBe('its worker stopped (gone)');
  });

  it('twice at the same place, is given up, with advice', async () => {
    const world = await inTraining(3);
    world.networks.checkpoint('a');
    world.networks.fail('a', 'RangeError', 'Array buffer allocation failed');
    expect(world.state().notices.at(-1)?.text).toMatch(/computation failed.*allocation.*continues/);
    await work(world, () => world.state().networks.a.status === 'training');
    world.networks.fail('a', 'RangeError', 'Array buffer allocation failed');
    expect(world.state().networks.a.error).toMatch(
      /^Its computation .* restarting it once did not help\. Use smaller batches/,
    );
    await work(world);
    expect(world.state().networks.b.result).toEqual(resultOf('b', STEPS));
  });

  it('is given up after three replacements, however far it comes in between', async () => {
    const world = await inTraining(1);
    for (let i = 0; i < 4; i++) {
      const { step } = world.state().networks.a;
      await work(world, () => world.state().networks.a.status === 'training');
      world.networks.step('a');
      world.networks.checkpoint('a');
      world.networks.die('a', 'gone');
      expect(world.state().networks.a.step).toBeGreaterThanOrEqual(step);
    }
    expect(world.state().networks.a.error).toContain('restarting it 3 times did not help');
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

describe('a network that diverges', () => {
  it('has failed, with its reason, while the others finish', async () => {
    const world = await inTraining();
    world.networks.fail('a', 'DivergedError', 'It diverged at step 2. Choose a lower rate.');
    await work(world);
    expect(phase(world)).toBe('finished');
    expect(world.state().networks.a).toMatchObject({
      status: 'failed',
      diverged: true,
      error: 'It diverged at step 2. Choose a lower rate.',
    });
    expect(world.state().networks.b.result).toEqual(resultOf('b', STEPS));
    expect(world.networks.losses).toBe(0);
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
    expect(networkIds.map((id) => world.state().networks[id].status)).toEqual([
      'preparing',
      'preparing',
    ]);
    await work(world, trained(world, 'a', 3));
    world.networks.die('a', 'the GPU reported an error');
    expect(world.state().notices.at(-1)?.text).toMatch(/^Network A: .* on WebAssembly/);
    expect(world.networks.shared).toBe(false);
    expect(networkIds.map((id) => world.state().networks[id].backend)).toEqual(['wasm', 'wasm']);
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
    expect(networkIds.map((id) => world.state().networks[id].status)).toEqual(['lost', 'lost']);
    world.lab.run.train();
    await work(world);
    expectWhole(world);
  });
});
