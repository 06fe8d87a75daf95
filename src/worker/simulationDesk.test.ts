import { afterEach, describe, expect, it, vi } from 'vitest';
import { firstParameters } from '../engine/data/sampling.ts';
import { experimentFrom, findPreset } from '../engine/experiment/presets.ts';
import { Simulator } from '../engine/scene/simulator.ts';
import { MeshError } from 'slimwave-waves/mesh/mesh';
import type { GpuDevice } from 'slimwave-waves/gpu/webgpu';
import type { LabEvent } from './protocol.ts';
import type { Reply } from './serve.ts';
import { SimulationDesk } from './simulationDesk.ts';

const traced = experimentFrom({
  'task.kind': 'boundary-trace',
  'task.grid': '8',
  'task.frames': '24',
  'task.arc': '32',
  'scene.elements': '24',
  'source.frequency': '1..1.6',
  'zone.cells': '24',
});
const parameters = firstParameters(traced);

/** What the desk answers to one command. */
function answerOf(work: (reply: Reply) => void): LabEvent {
  const events: LabEvent[] = [];
  work((event) => events.push({ ...event, runId: 0 }));
  expect(events).toHaveLength(1);
  return events[0];
}

function recorded(desk: SimulationDesk) {
  const event = answerOf((reply) => desk.simulate(traced, parameters, reply));
  if (event.type !== 'recording' || !event.trace) throw new Error('No recording with a trace.');
  return { ...event, trace: event.trace };
}

function under(desk: SimulationDesk, trace: Float32Array) {
  const event = answerOf((reply) =>
    desk.submodelUnder(
      { type: 'submodel', runId: 0, experiment: traced, parameters, network: 'b', trace },
      reply,
    ),
  );
  if (event.type !== 'submodel') throw new Error(`The desk answered ${event.type}.`);
  return event;
}

describe('a boundary trace', () => {
  it('is recorded as the networks are to forecast it', () => {
    const { trace } = recorded(new SimulationDesk());
    const simulator = new Simulator(traced);
    expect(trace).toEqual(simulator.targets([parameters])[0]);
    simulator.dispose();
  });

  it('brings the zone back inside, whether or not the full model was asked for before', () => {
    const desk = new SimulationDesk();
    const { trace, zone } = recorded(desk);
    const first = under(desk, trace);
    expect(first).toMatchObject({ network: 'b', parameters });
    expect(first.problem).toBeUndefined();
    expect(first.zone).toHaveLength(zone.length);
    expect(first.relativeL2).toBeLessThan(0.2);
    expect(under(new SimulationDesk(), trace).relativeL2).toBe(first.relativeL2);
  });

  it('that is zero leaves the zone all but at rest: an error of 100 %', () => {
    const desk = new SimulationDesk();
    // The far end of the Gaussian source lies in the zone.
    const { relativeL2 } = under(desk, new Float32Array(24 * 32));
    expect(relativeL2).toBeCloseTo(1, 3);
  });

  it('that is too short is a problem in words, not a failure of the worker', () => {
    const { problem, zone } = under(new SimulationDesk(), new Float32Array(32));
    expect(problem).toContain('trace');
    expect(zone).toHaveLength(0);
  });
});

describe('random fields', () => {
  it('begin with the first test sample and show one frame at the forecast time', () => {
    const { experiment } = findPreset('propagator')!;
    const first = firstParameters(experiment);
    expect(first.others).toHaveLength(experiment.modes.count ** 2);
    const event = answerOf((reply) => new SimulationDesk().simulate(experiment, first, reply));
    if (event.type !== 'recording') throw new Error(`The desk answered ${event.type}.`);
    const { times, zone, domain } = event;
    expect(times).toEqual([experiment.modes.time]);
    expect(zone).toEqual(domain.slice(-zone.length));
  });
});

describe('random fields in random media', () => {
  it('show u(0), the medium, and as truth what the networks learn to forecast', () => {
    const experiment = experimentFrom({
      'task.kind': 'medium',
      'task.grid': '8',
      'modes.count': '3',
      'data.train': '2',
      'data.test': '2',
    });
    const desk = new SimulationDesk();
    const first = firstParameters(experiment);
    const event = answerOf((reply) => desk.simulate(experiment, first, reply));
    if (event.type !== 'recording') throw new Error(`The desk answered ${event.type}.`);
    const { zone, domain, inputs, nodes } = event;
    expect(domain).toHaveLength(41 * 64);
    expect(nodes).toBe(15 * 15);
    const range = { set: 'test', first: 0, count: 1 } as const;
    const samples = answerOf((reply) => desk.makeSamples(experiment, range, reply));
    if (samples.type !== 'samples') throw new Error(`The desk answered ${samples.type}.`);
    expect(zone).toEqual(samples.fields);
    // The networks have the channels last.
    for (let p = 0; p < 64; p++) {
      expect([inputs![p], inputs![64 + p]]).toEqual([...samples.inputs.subarray(2 * p, 2 * p + 2)]);
    }
  });
});

const range = { set: 'train', first: 0, count: 2 } as const;
afterEach(() => vi.useRealTimers());

it('says why a GPU makes no samples', async () => {
  const events: LabEvent[] = [];
  await new SimulationDesk().makeSamplesOnGpu(traced, range, (event) =>
    events.push({ ...event, runId: 0 }),
  );
  expect(events).toEqual([
    { type: 'noGpu', runId: 0, reason: 'this browser offers no GPU adapter.' },
  ]);
});

/** A device that takes all commands, and never answers. */
function silentGpu() {
  const never = new Promise<never>(() => {});
  let resolve = () => {};
  const asked = new Promise<void>((done) => {
    resolve = done;
  });
  const destroy = vi.fn<() => void>();
  const device = {
    limits: { maxStorageBufferBindingSize: 2 ** 30, maxBufferSize: 2 ** 30 },
    lost: never,
    destroy,
    queue: { writeBuffer: () => {} },
    createBuffer: () => ({ destroy: () => {} }),
    createShaderModule: () => ({}),
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createBindGroup: () => ({}),
    createComputePipelineAsync: () => {
      resolve();
      return never;
    },
    pushErrorScope: () => {},
    popErrorScope: () => never,
  };
  return { device: () => Promise.resolve(device as unknown as GpuDevice), asked, destroy };
}

it('ends what a silent GPU is at', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { asked, destroy, ...gpu } = silentGpu();
  const events: LabEvent[] = [];
  const answered = new SimulationDesk(gpu).makeSamplesOnGpu(traced, range, (event) =>
    events.push({ ...event, runId: 0 }),
  );
  await asked;
  expect(destroy).not.toHaveBeenCalled();
  vi.advanceTimersByTime(120_000);
  await answered;
  expect(destroy).toHaveBeenCalledOnce();
  expect(events).toEqual([
    { type: 'noGpu', runId: 0, reason: 'the GPU did not answer within 120 s.' },
  ]);
});

it('does not blame a GPU for a scene that nothing can simulate', async () => {
  const { asked: _asked, destroy: _destroy, ...gpu } = silentGpu();
  const desk = new SimulationDesk(gpu);
  vi.spyOn(Simulator.prototype, 'targetsOn').mockRejectedValueOnce(
    new MeshError('The mesh is too fine.'),
  );
  await expect(desk.makeSamplesOnGpu(traced, range, () => {})).rejects.toThrow(
    'The mesh is too fine.',
  );
});
