/** What goes into a portable network and what comes out of it, in numbers and words. */
import type { ModelDescription, Standardised } from '../description.ts';
import { channelsFirst } from './axes.ts';
import type { PortableNetwork } from './network.ts';

/** One end of a network: value = mean + unit · scaled, per number or channel, or a single pair for all of them. */
export interface End {
  /** The axes after the batch: numbers, or channels first and then the grid. */
  axes: readonly string[];
  /** Of one sample. */
  shape: readonly number[];
  /** What the numbers or channels are, with their units; a single one where all are alike. */
  quantities: readonly string[];
  mean: readonly number[];
  unit: readonly number[];
}

export interface PortableIo {
  input: End;
  output: End;
}

type Words = Pick<End, 'axes' | 'quantities' | 'mean' | 'unit'>;

/** From intervals: the middle goes to 0, the ends to −1 and 1; what never changes has no unit of its own. */
const ofIntervals = (intervals: readonly (readonly [low: number, high: number])[]) => ({
  mean: intervals.map(([low, high]) => (low + high) / 2),
  unit: intervals.map(([low, high]) => (high - low) / 2 || 1),
});

const standardised = ({ mean, deviation }: Standardised) => ({ mean, unit: deviation });

function inputWords(input: ModelDescription['input']): Words {
  switch (input.kind) {
    case 'parameters':
      return {
        axes: ['number'],
        quantities: input.normalised.map(({ title, unit }) =>
          unit === undefined ? title : `${title} (${unit})`,
        ),
        ...ofIntervals(input.normalised.map(({ low, high }) => [low, high])),
      };
    case 'own numbers':
      return {
        axes: ['number'],
        quantities: input.intervals.map((_, i) => `number ${i + 1} of the data file`),
        ...ofIntervals(input.intervals),
      };
    case 'field':
      return {
        axes: channelsFirst(input.axes),
        quantities: ['u (m)'],
        mean: [0],
        unit: [input.metresPerUnit],
      };
    case 'fields':
      return {
        axes: channelsFirst(input.axes),
        quantities: input.channels,
        ...standardised(input),
      };
    case 'own field':
      return {
        axes: channelsFirst(input.axes),
        quantities: ['input of the data file'],
        ...standardised(input),
      };
    default:
      return input satisfies never;
  }
}

function outputWords(output: ModelDescription['output']): Words {
  const axes = channelsFirst(output.axes);
  return 'metresPerUnit' in output
    ? { axes, quantities: ['u (m)'], mean: [0], unit: [output.metresPerUnit] }
    : { axes, quantities: ['output of the data file'], ...standardised(output) };
}

/** Channels first; the numbers of the description that it is made of are channels last. */
export const portableIo = (
  { input, output }: Pick<ModelDescription, 'input' | 'output'>,
  network: PortableNetwork,
): PortableIo => ({
  input: { ...inputWords(input), shape: network[0].shape },
  output: { ...outputWords(output), shape: network.at(-1)!.shape },
});

/** Such as `[batch, time, x, y]`. */
export const axesText = ({ axes }: End): string => `[batch, ${axes.join(', ')}]`;

/** Such as `[batch, 32, 40, 40]`. */
export const sizesText = ({ shape }: End): string => `[batch, ${shape.join(', ')}]`;
