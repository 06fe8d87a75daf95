/** What is unusual about the values that were read, as sentences. */
import type { NamedArray } from '../files/arrays.ts';
import { zeroSamples } from '../files/ownChecks.ts';
import type { OwnData } from '../files/ownData.ts';
import { product } from '../math.ts';
import { channelStatistics } from '../statistics.ts';
import { axisDoubts } from './roughness.ts';
import type { Plan } from './plan.ts';
import { sameValues } from './valueChecks.ts';

/** Channels whose sizes differ by more than this are named: units may have been mixed up. */
const ORDERS = 1e6;

type Channels = NonNullable<OwnData['channels']>;

export function valueNotes(
  plan: Plan,
  { inputs, outputs }: Pick<OwnData, 'inputs' | 'outputs'>,
  channels: Channels,
): string[] {
  const field = plan.inputKind === 'field';
  return [
    ...zeroNotes(outputs),
    field && sameValues(inputs, outputs)
      ? 'The outputs are equal to the inputs: all that networks can learn is to copy. Check which arrays were chosen.'
      : repeatedChannel(plan, inputs, outputs, channels),
    field && unlikeSizes('inputs', inputs, channels.inputs),
    field && unlikeSizes('outputs', outputs, channels.outputs),
    ...axisDoubts(outputs, plan),
  ].filter((note) => typeof note === 'string');
}

function zeroNotes(outputs: NamedArray): string[] {
  const zeros = zeroSamples(outputs);
  return zeros === 0
    ? []
    : [`The outputs are zero everywhere in ${zeros} of ${outputs.shape[0]} samples.`];
}

/** An output channel that is also an input, in every sample. */
function repeatedChannel(
  { inputKind }: Plan,
  inputs: NamedArray,
  outputs: NamedArray,
  channels: Channels,
): string | false {
  if (inputKind !== 'field') return false;
  const size = product(inputs.shape.slice(2));
  const [n, ins] = inputs.shape;
  const outs = outputs.shape[1];
  const same = (i: number, o: number): boolean => {
    for (let s = 0; s < n; s++) {
      for (let p = 0; p < size; p++) {
        if (inputs.data[(s * ins + i) * size + p] !== outputs.data[(s * outs + o) * size + p]) {
          return false;
        }
      }
    }
    return true;
  };
  for (let o = 0; o < outs; o++) {
    for (let i = 0; i < ins; i++) {
      if (!same(i, o)) continue;
      return `The output “${channels.outputs[o]}” is equal to the input “${channels.inputs[i]}” in every sample: that part of the task is to copy.`;
    }
  }
  return false;
}

/** Channels whose values differ by many orders of magnitude. */
function unlikeSizes(
  what: string,
  { shape, data }: NamedArray,
  names: readonly string[],
): string | false {
  const [samples, channels, ...grid] = shape;
  const size = product(grid);
  const largest = channelStatistics(data, { samples, channels, size }).map((one) => one.largest);
  const most = Math.max(...largest);
  const least = Math.min(...largest.filter((value) => value > 0));
  if (!(most > ORDERS * least)) return false;
  const name = (value: number) =>
    `“${names[largest.indexOf(value)]}” (up to ${Number(value.toPrecision(3))})`;
  return `Among the ${what}, the values of ${name(most)} are more than a million times those of ${name(least)}: check the units. Each channel is scaled on its own.`;
}
