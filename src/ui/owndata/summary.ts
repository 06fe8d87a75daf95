/** What a mapping would give, in one sentence, or what is wrong with it and where. */
import { divideSamples } from '../../engine/data/own.ts';
import type { ArrayInfo } from '../../engine/files/container/container.ts';
import type { Mapping, Problem } from '../../engine/mapping/mapping.ts';
import { channelsIn, planMapping, type Plan } from '../../engine/mapping/plan.ts';
import { valuesToRead } from '../../engine/mapping/gather.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { product } from '../../engine/math.ts';
import { formatCount, formatPrefixed } from '../shared/numbers.ts';

export interface Summary {
  text: string;
  problems: readonly Problem[];
  plan?: Plan;
}

const times = (extents: readonly number[]): string => extents.map(formatCount).join(' × ');

const bytesOfValue = ({ bytes, shape }: ArrayInfo): number => bytes / Math.max(1, product(shape));

/** What is read of the files, in their own types. */
function bytesRead({ inputs, outputs, numbers }: Plan): number {
  return [...inputs, ...outputs].reduce(
    (total, use) => total + valuesToRead([use], numbers.length) * bytesOfValue(use.members[0].info),
    0,
  );
}

function textOf(plan: Plan, arrays: readonly ArrayInfo[], wanted: Experiment['data']): string {
  const { numbers, grid, inputKind, split } = plan;
  const counted = { shape: [numbers.length], data: new Float32Array(0), dtype: '' };
  const { train, test } = divideSamples({ inputs: counted, split }, wanted);
  const given = channelsIn(plan.inputs);
  const input =
    inputKind === 'field'
      ? times([given, ...grid])
      : `${given} ${given === 1 ? 'number' : 'numbers'}`;
  const all = arrays.reduce((total, { bytes }) => total + bytes, 0);
  return [
    `${formatCount(train)} samples for training, ${formatCount(test)} for testing`,
    `inputs ${input}`,
    `outputs ${times([channelsIn(plan.outputs), ...grid])}`,
    `${formatPrefixed(Math.min(all, bytesRead(plan)), 'B')} of ${formatPrefixed(all, 'B')} are read.`,
  ].join('; ');
}

/** `wanted`: the numbers of samples in the settings, which hold where the mapping has no ranges. */
export function summarise(
  arrays: readonly ArrayInfo[],
  mapping: Mapping,
  wanted: Experiment['data'],
): Summary {
  const missing: Problem[] = [];
  if (mapping.inputs.length === 0) {
    missing.push({ at: 'inputs', message: 'Choose an array that goes into the networks.' });
  }
  if (mapping.outputs.length === 0) {
    missing.push({ at: 'outputs', message: 'Choose an array that comes out of the networks.' });
  }
  if (missing.length > 0) return { text: '', problems: missing };
  const plan = planMapping({ arrays }, mapping);
  if (Array.isArray(plan)) return { text: '', problems: plan };
  return { text: textOf(plan, arrays, wanted), problems: [], plan };
}
