import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { presets } from '../src/engine/experiment/presets.ts';
import { formatIds } from 'slimwave-formats/registry';
import { sum } from '../src/engine/math.ts';
import { planNetwork } from '../src/engine/nets/plan.ts';
import { trainerOf } from './contestants/ours.ts';
import { machineSlug } from './machine.ts';
import { networkA, stackMacs, stackPlan, stackWork } from './stack.ts';
import { parametersOfOps, presetWork, type StackSource, type Work } from './work.ts';

beforeAll(() => tf.setBackend('cpu'));

/** Parameters of the engine's own network for a work. */
function builtParameters(work: Work): number {
  const trainer = trainerOf(work);
  const count = trainer.model.countParams();
  trainer.dispose();
  return count;
}

describe('the networks that are compared', () => {
  it.each(['classical', 'one-way'] as const)('are one network: Network A, %s', (format) => {
    const work = stackWork(networkA(format));
    expect(builtParameters(work)).toBe(parametersOfOps(work.ops));
  });

  it.each(
    ['frames', 'volume', 'medium', 'trace'].flatMap((preset) =>
      (['a', 'b'] as const).map((id) => ({ preset, id })),
    ),
  )('are one network: preset $preset, $id', ({ preset, id }) => {
    const work = presetWork({ kind: 'preset', preset, id });
    const { experiment } = presets.find((candidate) => candidate.id === preset)!;
    const { parameters } = planNetwork(experiment, id).totals;
    expect(parametersOfOps(work.ops)).toBe(parameters);
    expect(builtParameters(work)).toBe(parameters);
  });

  const cells = ([2, 3] as const).flatMap((ways) => formatIds.map((format) => ({ ways, format })));
  it.each(cells)('are one network: a $ways-way stack of the format $format', ({ ways, format }) => {
    const common = { kind: 'stack', grid: 6, channels: 8, kernel: 3 } as const;
    const source: StackSource = { ...common, ways, format, budget: { keep: 0.25 } };
    const work = stackWork(source, 2);
    const planned = sum(stackPlan(source).map(({ parameters }) => parameters));
    expect(parametersOfOps(work.ops)).toBe(planned);
    expect(builtParameters(work)).toBe(planned);
  });

  it('rebuild kernels once for a whole batch', () => {
    const source = { ...networkA('classical'), format: 'kernel-cp', budget: { rank: 1 } } as const;
    // One product of two one-way filters for each kernel point and pair of channels.
    const rebuilt = 9 * (3 * 16 + 16 * 16 + 16 * 16 + 16);
    expect(stackMacs(source, 8)).toBe(stackMacs(networkA('classical'), 8) + rebuilt);
  });

  it('have the arithmetic of four 3×3 convolutions with 16 channels', () => {
    const weights = 9 * (3 * 16 + 16 * 16 + 16 * 16 + 16);
    expect(stackMacs(networkA('classical'))).toBe(weights * 32 * 32);
    // The last layer has full rank 3: it makes one channel of three taps.
    const oneWay = 3 * (3 * 4 + 4 * 16 + 2 * (16 * 4 + 4 * 16) + 16 * 3 + 3);
    expect(stackMacs(networkA('one-way'))).toBe(oneWay * 32 * 32);
  });

  it('go to other processes as JSON', () => {
    const work = presetWork({ kind: 'preset', preset: 'frames', id: 'b' });
    expect(JSON.parse(JSON.stringify(work))).toEqual(work);
  });
});

describe('the name of a machine', () => {
  it('is fit for a file', () => {
    expect(machineSlug('Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz', 8)).toBe(
      'intel-core-i7-8550u-cpu-1-80ghz-8-cores',
    );
  });
});
