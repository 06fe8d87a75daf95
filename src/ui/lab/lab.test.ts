/** The whole lab, with workers that do what the test says: the course of a run. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatItems, parseItems } from '../../engine/experiment/list.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { type Phase } from '../state.ts';
import { settingsMoved } from './moved.ts';
import {
  experiment,
  expectWhole,
  inTraining,
  phase,
  STEPS,
  trained,
  withNetworks,
} from './runs.testing.ts';
import { resultOf } from './fakeNetworks.testing.ts';
import { openPage, work } from './world.testing.ts';

/** The networks of the experiment. */
const networkIds = ['a', 'b'] as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

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

  it('frees the networks of the last run that it does not have any more', async () => {
    const three = { ...experiment, networks: [...experiment.networks, experiment.networks[1]] };
    const world = openPage(three);
    world.lab.run.train();
    await work(world);
    expect(world.networks.place('c').built).toBeDefined();
    world.lab.settings.setValidExperiment(experiment, []);
    world.lab.run.train();
    await work(world);
    expect(world.networks.place('c').built).toBeUndefined();
    expectWhole(world);
  });

  it('ends the workers of networks that were removed before it', async () => {
    const world = openPage(withNetworks(3));
    await work(world);
    const close = vi.spyOn(world.networks, 'close');
    world.lab.settings.setField('networks', '2');
    world.lab.run.train();
    await work(world);
    expect(close.mock.calls).toContainEqual(['c']);
    expect(close.mock.calls).not.toContainEqual(['b']);
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
    expect(networkIds.map((id) => world.state().networks[id].step)).toEqual([1, 1]);
    world.lab.run.singleStep();
    await work(world);
    expect(networkIds.map((id) => world.state().networks[id].step)).toEqual([2, 2]);
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
    expect(networkIds.map((id) => world.state().networks[id].status)).toEqual(['empty', 'empty']);
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

describe('a network that is removed while it trains', () => {
  it('stays in the run, which says so, and is not part of the next one', async () => {
    const world = openPage(withNetworks(3));
    world.lab.run.train();
    await work(world, trained(world, 'c', 2));
    world.lab.settings.setField('networks', '2');
    expect(settingsMoved(world.state())).toBe(true);
    world.lab.settings.setField('networks', '3');
    expect(settingsMoved(world.state())).toBe(false);
    world.lab.settings.setField('networks', '2');
    await work(world);
    expectWhole(world);
    expect(world.state().networks.c.result).toEqual(resultOf('c', STEPS));
    world.lab.run.train();
    await work(world);
    expectWhole(world);
    expect(world.state().networks.c.status).toBe('empty');
    expect(settingsMoved(world.state())).toBe(false);
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
    expect(world.state().networks.a).toMatchObject({ status: 'lost', step: 2 });
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
    expect(world.state().networks.a.error).toMatch(/took too long.*Reset and train again/);
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

it('the page says why a GPU does not make the samples', async () => {
  const world = openPage(experiment);
  world.lab.run.train();
  world.pool.listener?.onNoGpu?.('it was lost.');
  expect(world.state().notices.at(-1)?.text).toBe(
    'WebAssembly makes the samples, not WebGPU: it was lost.',
  );
  await world.lab.run.reset();
  expect(world.state().notices).toEqual([]);
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
    const asked = [lab.askForFiles('b', 'model'), lab.askForFiles('b', 'dataset-npz')];
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

  it('of a data set say how far they are, and can be cancelled', async () => {
    const { lab, networks } = openPage(experiment);
    const heard: number[][] = [];
    const asked = lab.askForFiles('b', 'dataset-pdebench', (...progress) => heard.push(progress));
    const { runId } = lab.state().lab;
    networks.say('b', runId, { type: 'exporting', what: 'dataset-pdebench', done: 8, total: 20 });
    expect(heard).toEqual([[8, 20]]);
    lab.cancelFiles('b', 'dataset-npz');
    lab.cancelFiles('b', 'dataset-pdebench');
    await expect(asked).rejects.toThrow('Cancelled');
    const again = lab.askForFiles('b', 'dataset-pdebench');
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

describe('receivers in a row', () => {
  it('are moved by their ends, which stay in the domain', async () => {
    const world = openPage(
      withValue(
        experiment,
        'scene.receivers',
        parseItems('line(0.1,0.9,0.5,0.9,8) arc(0.5,0.5,0.3,0,90,8)'),
      ),
    );
    await work(world);
    const { scene } = world.lab;
    const receivers = () => formatItems(world.state().shown.scene.receivers);
    const place = (index: number) => ({ list: 'scene.receivers', index });
    scene.moveEnd(place(0), 'last', { x: 0.7, y: -0.1234 });
    expect(receivers()).toBe('line(0.1,0.9,1,0.777,8) arc(0.5,0.5,0.3,0,90,8)');
    scene.moveEnd(place(1), 'first', { x: 0, y: -0.3 });
    expect(receivers()).toBe('line(0.1,0.9,1,0.777,8) arc(0.5,0.5,0.424,-45,90,8)');
    // Half of the arc would be outside.
    scene.moveEnd(place(1), 'first', { x: 0.2, y: -0.2 });
    expect(receivers()).toBe('line(0.1,0.9,1,0.777,8) arc(0.5,0.5,0.424,-45,90,8)');
    expect(world.state().stageProblem).toContain('lies outside the domain');
  });
});

describe('a plane wave that is chosen', () => {
  it('begins outside where the sides that it comes through are open', async () => {
    const open = { 'scene.left': 'pml', 'scene.right': 'pml', 'scene.top': 'pml' };
    const mesh = { 'scene.mesh': 'quadrilaterals', 'scene.order': '4', 'scene.elements': 'auto' };
    const place = { 'source.x': '0.25', 'source.y': '0.5' };
    const world = openPage(experimentFrom({ ...open, ...mesh, ...place }));
    await work(world);
    const { settings } = world.lab;
    settings.setField('source.kind', 'plane');
    expect(world.state()).toMatchObject({
      issues: [],
      experiment: { source: { kind: 'plane', incident: 'outside' } },
    });
    // What somebody chooses stays chosen, and is told what is wrong about it.
    settings.setField('source.incident', 'inside');
    expect(world.state().issues.map(({ key }) => key)).toEqual(['source.incident']);
  });
});
