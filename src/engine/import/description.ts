/** The description that every model saved here comes with, as it is read back. */
import * as v from 'valibot';
import { parseJson } from '../files/json.ts';
import { DataFileError } from '../files/arrays.ts';
import type { LoadedScale, LoadedScaling } from '../nets/loaded.ts';

const numbers = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1));
const pairs = v.pipe(
  v.object({ mean: numbers, deviation: numbers }),
  v.check(({ mean, deviation }) => mean.length === deviation.length),
);
const metres = v.object({ metresPerUnit: v.pipe(v.number(), v.finite(), v.gtValue(0)) });
const interval = v.object({ key: v.string(), low: v.number(), high: v.number() });

const schema = v.object({
  link: v.string(),
  /** Of archives for other libraries; in those for this one, channels are last. */
  layout: v.optional(v.picklist(['channels first', 'channels last'])),
  network: v.picklist(['a', 'b', 'c', 'd']),
  input: v.variant('kind', [
    v.object({ kind: v.literal('parameters'), normalised: v.array(interval) }),
    v.object({
      kind: v.literal('own numbers'),
      intervals: v.pipe(v.array(v.tuple([v.number(), v.number()])), v.minLength(1)),
    }),
    v.object({ kind: v.literal('field'), ...metres.entries }),
    v.pipe(v.object({ kind: v.literal('fields'), mean: numbers, deviation: numbers })),
    v.pipe(v.object({ kind: v.literal('own field'), mean: numbers, deviation: numbers })),
  ]),
  output: v.union([metres, pairs]),
  layers: v.array(
    v.object({
      name: v.string(),
      type: v.string(),
      inputs: v.optional(v.array(v.string())),
      targetShape: v.optional(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1)))),
      format: v.optional(v.string()),
      rank: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
      kernelSize: v.optional(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1)))),
      filters: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
    }),
  ),
});

export type Description = v.InferOutput<typeof schema>;

/** Throws `DataFileError` for what is no description, or one of a version that is not known here. */
export function parseDescription(json: string): Description {
  let value: unknown;
  try {
    value = parseJson(json);
  } catch (error) {
    throw unknown(error);
  }
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) throw unknown(v.summarize(parsed.issues));
  return parsed.output;
}

const unknown = (cause: unknown): DataFileError =>
  new DataFileError(
    'The description of the model (its JSON) is damaged or from another version: save the model again from the page that trained it.',
    { cause },
  );

const inMetres = (unit: number): LoadedScale => ({ mean: [0], unit: [unit] });

const fromIntervals = (intervals: readonly (readonly [number, number])[]): LoadedScale => ({
  mean: intervals.map(([low, high]) => (low + high) / 2),
  unit: intervals.map(([low, high]) => (high - low) / 2),
});

function inputScale({ input }: Description): LoadedScale {
  switch (input.kind) {
    case 'parameters':
      return fromIntervals(input.normalised.map(({ low, high }) => [low, high]));
    case 'own numbers':
      return fromIntervals(input.intervals);
    case 'field':
      return inMetres(input.metresPerUnit);
    case 'fields':
    case 'own field':
      return { mean: input.mean, unit: input.deviation };
    default:
      return input satisfies never;
  }
}

/** The units that a described model counts in. */
export function scalingOf(description: Description): LoadedScaling {
  const { input, output } = description;
  return {
    input: inputScale(description),
    output:
      'metresPerUnit' in output
        ? inMetres(output.metresPerUnit)
        : { mean: output.mean, unit: output.deviation },
    ...(input.kind === 'parameters' && { parameters: input.normalised.map(({ key }) => key) }),
  };
}
