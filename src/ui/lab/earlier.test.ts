/** Networks that come with the page, before any run. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withValue } from '../../engine/experiment/leaves.ts';
import { pretrainedExperiment, pretrainedRecord } from '../../engine/pretrained/pretrained.ts';
import { experiment as another } from './runs.testing.ts';
import { openPage, settled, work, type World } from './world.testing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const networkIds = ['a', 'b', 'c'] as const;
const short = withValue(withValue(pretrainedExperiment, 'training.steps', 4), 'data.train', 8);

const forecasts = (world: World) =>
  networkIds.map((id) => world.state().networks[id].forecast?.parameters.x);

describe('networks trained earlier', () => {
  it('forecast the first wave, from the worker that has a backend first', async () => {
    const world = openPage(short);
    for (const id of networkIds) {
      const { steps, test } = pretrainedRecord.networks[id]!;
      expect(world.state().networks[id]).toMatchObject({
        status: 'empty',
        earlier: { steps, test },
      });
    }
    expect(networkIds.map((id) => world.networks.place(id).due.length)).toEqual([4, 0, 0]);
    expect(world.networks.place('a').due[0].type).toBe('forecastPretrained');
    await work(world);
    const { x } = world.state().parameters;
    expect(forecasts(world)).toEqual([x, x, x]);
  });

  it('follow the source: while one answer is due, only the latest position is asked next', async () => {
    const world = openPage(short);
    for (const x of [0.26, 0.27, 0.28]) world.lab.stage.moveSource({ x });
    await settled();
    expect(world.networks.place('a').due.length).toBe(4);
    await work(world);
    expect(forecasts(world)).toEqual([0.28, 0.28, 0.28]);
  });

  it('go when their network is changed, and come back with it', async () => {
    const world = openPage(short);
    await work(world);
    world.lab.settings.setField('b.rank', '3');
    expect(networkIds.map((id) => world.state().networks[id].earlier?.of)).toEqual([
      'a',
      undefined,
      undefined,
    ]);
    expect(world.state().networks.b.forecast).toBeUndefined();
    world.lab.settings.setField('b.rank', '32%');
    await work(world);
    const { x } = world.state().parameters;
    expect(forecasts(world)).toEqual([x, x, x]);
  });

  it('make way for a run, which starts from scratch, and are back after Reset', async () => {
    const world = openPage(short);
    await work(world);
    world.lab.run.train();
    for (const id of networkIds) {
      const { earlier, forecast, step } = world.state().networks[id];
      expect({ earlier, forecast, step }).toEqual({ step: 0 });
    }
    await work(world);
    expect(world.state().networks.a).toMatchObject({ step: 4, status: 'finished' });
    void world.lab.run.reset();
    await work(world);
    const { x } = world.state().parameters;
    expect(forecasts(world)).toEqual([x, x, x]);
    expect(world.state().networks.a.earlier?.of).toBe('a');
  });

  it('show their kernels under the letter that they stand for', async () => {
    const world = openPage(short);
    await work(world);
    world.lab.inspections.inspect('b');
    expect(world.networks.place('a').due).toMatchObject([
      { type: 'inspectPretrained', whose: 'b', of: 'b', layer: 0 },
    ]);
    await work(world);
    expect(world.lab.inspections.store.getState()).toMatchObject({
      b: { count: 2, layers: [{ step: 9 }, { step: 9 }] },
    });
  });

  it('are asked again after their worker was lost', async () => {
    const world = openPage(short);
    world.networks.die('a', 'gone');
    world.lab.stage.moveSource({ x: 0.3 });
    await work(world);
    expect(forecasts(world)).toEqual([0.3, 0.3, 0.3]);
  });

  it('say what is missing where they could not be loaded', async () => {
    const world = openPage(short);
    const request = world.networks.place('a').due.shift()!;
    if (request.type !== 'forecastPretrained') throw new Error('Another question came first.');
    world.networks.listener?.onEvent('a', {
      type: 'pretrained',
      network: 'a',
      runId: request.runId,
      whose: 'a',
      of: 'a',
      parameters: request.parameters,
      field: new Float32Array(0),
      unit: 1,
      milliseconds: 0,
      problem: 'the server answered 404 when asked for its file',
    });
    expect(world.state().networks.a.forecast).toBeUndefined();
    expect(world.state().networks.a.earlier?.problem).toContain('404');
    await work(world);
    world.lab.stage.moveSource({ x: 0.3 });
    await work(world);
    expect(world.state().networks.a).toMatchObject({ earlier: { problem: undefined } });
    expect(forecasts(world)).toEqual([0.3, 0.3, 0.3]);
  });

  it('are not there for other experiments', async () => {
    const world = openPage(another);
    await work(world);
    expect(world.state().networks.a).toEqual({ status: 'empty', step: 0, curve: [] });
  });
});
