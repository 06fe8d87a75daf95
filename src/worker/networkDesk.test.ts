import { beforeAll, describe, expect, it } from 'vitest';
import { sampleParameters } from '../engine/data/sampling.ts';
import { sampleRanges, type SamplesOn } from '../engine/data/ranges.ts';
import { simulateRange, simulatorFor } from '../engine/data/samples.ts';
import { experimentFrom } from '../engine/experiment/presets.ts';
import { exportKinds } from '../engine/export/kinds.ts';
import { BackendDesk } from './backendDesk.ts';
import { NetworkDesk } from './networkDesk.ts';
import { transferables, type LabEvent, type WorkerEvent } from './protocol.ts';
import type { Reply } from './serve.ts';

const experiment = experimentFrom({
  backend: 'cpu',
  'scene.elements': '16',
  'source.frequency': '1..1.6',
  'task.grid': '8',
  'task.frames': '4',
  'data.train': '4',
  'data.test': '2',
  'net.width': '4',
  'net.kernel': '3',
  'training.batch': '2',
  'training.steps': '2',
});

const desk = new NetworkDesk(new BackendDesk(2));
const events: LabEvent[] = [];
const reply: Reply<WorkerEvent> = (event) => {
  // Nobody else computes.
  if (event.type !== 'turn') events.push({ ...event, runId: 1 });
  else if (event.asked !== undefined) desk.hear({ type: 'yourTurn', turn: event.asked });
};

async function exported(what: (typeof exportKinds)[number]) {
  await desk.export(what, reply);
  const event = events.at(-1)!;
  if (event.type !== 'exported') throw new Error(`The answer was ${event.type}.`);
  return event;
}

/** The last answer to a question where the errors are; undefined if there was none. */
async function located() {
  const before = events.length;
  await desk.locate(reply);
  return events.slice(before).findLast((event) => event.type === 'located');
}

describe('export', () => {
  beforeAll(async () => {
    expect((await exported('model')).problem).toMatch(/train first/);
    await desk.prepare({ experiment, network: 'b', backend: 'cpu', networks: 1 }, reply);
    expect((await exported('dataset-npz')).problem).toMatch(/not complete/);
    const parameters = sampleParameters(experiment);
    const simulator = simulatorFor(experiment);
    for (const range of sampleRanges(experiment, 8)) {
      desk.addSamples(
        {
          type: 'samples',
          runId: 1,
          network: 'b',
          ...simulateRange(experiment, parameters, simulator, range),
        },
        reply,
      );
    }
    expect(events.at(-1)).toMatchObject({ type: 'complete', note: undefined });
    expect((await exported('dense')).problem).toMatch(/no weights yet/);
    await desk.forecast(parameters.test[0], reply);
    // Whoever asks waits for an answer before asking again.
    expect(events.at(-1)!.type).toBe('noForecast');
    const training = desk.train(2, reply);
    expect((await exported('weights')).problem).toMatch(/pause first/);
    expect((await located())?.problem).toMatch(/pause first/);
    await training;
  });

  it.each(exportKinds)('%s: files whose memory is handed over, each once', async (what) => {
    const event = await exported(what);
    if (what === 'dataset-cno') {
      expect(event.problem).toMatch(/one field as input/);
      return;
    }
    expect(event.problem).toBeUndefined();
    expect(event.files.length).toBeGreaterThan(Number(!what.startsWith('dataset-pde')));
    const buffers = transferables(event);
    expect(new Set(buffers).size).toBe(event.files.length);
    expect(structuredClone(event, { transfer: buffers }).files).toHaveLength(event.files.length);
  });
});

describe('where the errors are', () => {
  it('is measured over all test samples, and agrees with the error at the end', async () => {
    const before = events.findLast((event) => event.type === 'finished')!;
    const answer = (await located())!;
    expect(answer).toMatchObject({ step: 2, share: 1 });
    const { samples } = answer.report!;
    expect(samples).toHaveLength(2);
    expect((samples[0] + samples[1]) / 2).toBeCloseTo(before.result.test, 6);
    expect(structuredClone(answer).report!.map.values).toHaveLength(8 * 8);
  });

  it('is one measurement at a time, and training ends it without an answer', async () => {
    const first = located();
    expect(await located()).toBeUndefined();
    await desk.train(2, reply);
    expect((await first)?.report).toBeUndefined();
    expect((await located())!.report).toBeDefined();
  });
});

it('keeps samples for the next run, unless others are to be simulated', async () => {
  const needsData = async (samplesOn?: SamplesOn) => {
    const place = { experiment, network: 'b', backend: 'cpu', networks: 1, samplesOn } as const;
    await desk.prepare(place, reply);
    return events.findLast((event) => event.type === 'prepared')!.needsData;
  };
  expect(await needsData()).toBe(false);
  expect(await needsData('wasm')).toBe(false);
  expect(await needsData('webgpu')).toBe(true);
});
