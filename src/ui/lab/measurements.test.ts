import { describe, expect, it } from 'vitest';
import { firstParameters } from '../../engine/data/sampling.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import type { SceneRecording } from '../../worker/protocol.ts';
import { experiment } from './runs.testing.ts';
import { openPage, type World } from './world.testing.ts';

const first = firstParameters(experiment);
const measured = {
  type: 'measured',
  runId: 0,
  error: 0.004,
  cells: 8,
  order: 1,
  referenceCells: 8,
  referenceOrder: 4,
} as const;

/** A sample is shown whose mesh the stage draws. */
function show(world: World, of: Experiment = experiment, x = first.x): void {
  const parameters = { ...first, x };
  const recording = { experiment: of, parameters, zone: new Float32Array(4) };
  world.lab.store.setState({ recording: recording as SceneRecording });
}

function inMeasurement(): World {
  const world = openPage(experiment);
  show(world);
  world.lab.measurements.measure();
  return world;
}

const known = ({ lab }: World) => lab.measurements.store.getState();
const say = ({ reference }: World, share: number) =>
  reference.listener?.onEvent({ type: 'measuring', runId: 0, share });

describe('the measured error of the wave on the stage', () => {
  it('comes from a worker of its own that says how far it is', () => {
    const world = inMeasurement();
    expect(world.reference.due).toMatchObject([{ type: 'measure', parameters: first }]);
    say(world, 0.5);
    expect(known(world)).toEqual({ share: 0.5 });
    world.reference.listener?.onEvent(measured);
    expect(known(world)).toMatchObject({ accuracy: { error: 0.004 } });
    expect(known(world).share).toBeUndefined();
  });

  it('is cancelled with the worker, and may be asked for again', () => {
    const world = inMeasurement();
    world.lab.measurements.cancel();
    expect(known(world)).toEqual({});
    expect(world.reference.due).toEqual([]);
    world.lab.measurements.measure();
    expect(world.reference.due).toHaveLength(1);
  });

  it('stays with its sample, and goes with another sample or other settings', () => {
    const changes: [drops: boolean, change: (world: World) => void][] = [
      [false, (world) => show(world, { ...experiment, data: { ...experiment.data, train: 1 } })],
      [true, (world) => show(world, experiment, first.x + 0.01)],
      [true, (world) => show(world, { ...experiment, scene: { ...experiment.scene, width: 3 } })],
      [true, (world) => world.lab.store.setState({ recording: undefined })],
    ];
    for (const [drops, change] of changes) {
      const world = inMeasurement();
      change(world);
      expect(world.reference.due).toHaveLength(drops ? 0 : 1);
      world.lab.measurements.measure();
      show(world);
      world.lab.measurements.measure();
      world.reference.listener?.onEvent(measured);
      change(world);
      expect(known(world).accuracy === undefined).toBe(drops);
    }
  });

  it('that needs too much or finds no wave, or whose worker stops, is a sentence', () => {
    const world = inMeasurement();
    world.reference.answer();
    expect(known(world)).toEqual({ problem: 'It can’t be computed.' });
    world.lab.measurements.measure();
    world.reference.listener?.onEvent({ ...measured, error: NaN });
    expect(known(world).problem).toContain('no wave');
    world.lab.measurements.measure();
    world.reference.die();
    expect(known(world).problem).toContain('gone');
  });
});
