/** Whether a mapping fits a file, and what is then read. */
import { gigabytes, MAX_FLOAT_BYTES, nameList, shapeText } from '../files/arrays.ts';
import type { Container } from '../files/container/container.ts';
import { gridProblem, MAX_PARAMETERS, MIN_SAMPLES } from '../files/ownChecks.ts';
import { product } from '../math.ts';
import type { Mapping, Problem } from './mapping.ts';
import { chooseSamples, type ChosenSamples } from './numbering.ts';
import {
  areNumbers,
  commonNumbers,
  findArray,
  findNumbered,
  isResolved,
  resolveUse,
  type ResolvedUse,
} from './resolve.ts';

type Listing = Pick<Container, 'arrays'>;

/** What a mapping that fits is in its file. */
export interface Plan extends ChosenSamples {
  inputs: readonly ResolvedUse[];
  outputs: readonly ResolvedUse[];
  inputKind: 'parameters' | 'field';
  /** Points along x and y of the outputs. */
  grid: readonly [number, number];
}

/** Channels of an array: its times, and its channels within each. */
export const channelsOf = ({ extent }: ResolvedUse): number => extent.time * extent.channel;

export const channelsIn = (uses: readonly ResolvedUse[]): number =>
  uses.reduce((total, use) => total + channelsOf(use), 0);

/** Values of one sample. */
export const sampleSizes = ({ inputs, outputs, inputKind, grid }: Plan) => ({
  input: channelsIn(inputs) * (inputKind === 'field' ? product(grid) : 1),
  output: channelsIn(outputs) * product(grid),
});

/** What keeps a mapping from being applied to a file; nothing if it can be. Looks at the listing alone. */
export const checkMapping = (container: Listing, mapping: Mapping): Problem[] => {
  const planned = planMapping(container, mapping);
  return Array.isArray(planned) ? planned : [];
};

/** The plan of a mapping, or everything that is wrong with it; with `anySize`, whatever memory it takes. */
export function planMapping(
  container: Listing,
  mapping: Mapping,
  { anySize = false } = {},
): Plan | Problem[] {
  const problems: Problem[] = [];
  const resolve = (at: 'inputs' | 'outputs') =>
    mapping[at].flatMap((use, array) => {
      const found = resolveUse(container, use);
      if (isResolved(found)) return [found];
      problems.push({ at, array, ...found });
      return [];
    });
  const [inputs, outputs] = [resolve('inputs'), resolve('outputs')];
  problems.push(...scalarProblems(container, mapping), ...coordinateProblems(container, mapping));
  if (problems.length > 0) return problems;
  const inputKind = areNumbers(mapping.inputs) ? 'parameters' : 'field';
  const grid = gridOf(outputs);
  problems.push(
    ...outputs.flatMap(outputProblems),
    ...(inputKind === 'field'
      ? inputs.flatMap((use, array) => fieldProblems(use, array, grid))
      : numberProblems(inputs)),
  );
  const all = commonNumbers([...outputs, ...inputs]);
  if ('message' in all) return [...problems, { at: 'inputs', message: all.message }];
  const chosen = chooseSamples(mapping, all);
  problems.push(...sampleProblems(mapping, all, chosen));
  if (problems.length > 0) return problems;
  const plan: Plan = { inputs, outputs, inputKind, grid, ...chosen };
  const problem = anySize ? undefined : sizeProblem(plan);
  return problem ? [problem] : plan;
}

const gridOf = ([{ extent }]: readonly ResolvedUse[]): [number, number] => [extent.x, extent.y];

function outputProblems(use: ResolvedUse, array: number, all: readonly ResolvedUse[]): Problem[] {
  const { axis, extent, numbers } = use;
  const name = nameList([use.use.name]);
  const problem = (message: string): Problem => ({ at: 'outputs', array, message });
  const [x, y] = gridOf(all);
  if (!numbers) return [problem(`${name} needs an axis that counts samples.`)];
  if (axis.x < 0 || axis.y < 0) {
    return [problem(`${name} needs axes x and y: what comes out of a network is a field.`)];
  }
  if (extent.x !== x || extent.y !== y) {
    return [
      problem(
        `${name} has ${extent.x} × ${extent.y} points in space and ${nameList([all[0].use.name])} ${x} × ${y}: all outputs must have the same grid.`,
      ),
    ];
  }
  const tooLarge = gridProblem(name, x, y);
  return tooLarge === undefined ? [] : [problem(tooLarge)];
}

function fieldProblems(
  { use, axis, extent }: ResolvedUse,
  array: number,
  [x, y]: readonly [number, number],
): Problem[] {
  const fits = (axis.x < 0 || extent.x === x) && (axis.y < 0 || extent.y === y);
  if (fits) return [];
  const message = `${nameList([use.name])} has ${extent.x} × ${extent.y} points in space and the outputs ${x} × ${y}: both must have the same grid.`;
  return [{ at: 'inputs', array, message }];
}

function numberProblems(inputs: readonly ResolvedUse[]): Problem[] {
  const count = channelsIn(inputs);
  if (inputs.every(({ numbers }) => !numbers)) {
    return [
      { at: 'inputs', message: 'No input has an axis that counts samples: all would be the same.' },
    ];
  }
  if (count <= MAX_PARAMETERS) return [];
  return [
    {
      at: 'inputs',
      message: `The inputs have ${count} numbers per sample: between 1 and ${MAX_PARAMETERS} are possible; give more as a field.`,
    },
  ];
}

function sampleProblems(
  { split, without = [] }: Mapping,
  all: readonly number[],
  { numbers, split: counts }: ChosenSamples,
): Problem[] {
  const problem = (message: string): Problem[] => [{ at: 'split', message }];
  const unknown = without.find((n) => !all.includes(n));
  if (unknown !== undefined)
    return problem(`Sample ${unknown}, which is to be left out, is not in the file.`);
  const range = all.length === 0 ? 'none' : `${all[0]} to ${all.at(-1)}`;
  if (split.by === 'ranges' && counts) {
    for (const [what, count] of [
      ['training', counts.train],
      ['tests', counts.test],
    ] as const) {
      if (count === 0) {
        return problem(
          `No samples are left for ${what}: the file has those with the numbers ${range}.`,
        );
      }
    }
    const seen = new Set<number>();
    const twice = numbers.find((n) => seen.size === seen.add(n).size);
    if (twice === undefined) return [];
    return problem(
      `Sample ${twice} is both for training and for tests: errors on it would say nothing.`,
    );
  }
  if (numbers.length >= MIN_SAMPLES) return [];
  const found = numbers.length === 1 ? '1 sample' : 'no samples';
  const where = numbers.length === all.length ? 'The file has' : 'The range leaves';
  return problem(
    `${where} ${found}: at least ${MIN_SAMPLES} are needed, one to train on and one to test with.`,
  );
}

function sizeProblem(plan: Plan): Problem | undefined {
  const { input, output } = sampleSizes(plan);
  const bytes = 4 * plan.numbers.length * (input + output);
  if (bytes <= MAX_FLOAT_BYTES) return undefined;
  return {
    at: 'split',
    message: `The chosen part takes ${gigabytes(bytes)} as 32-bit numbers, and at most ${gigabytes(MAX_FLOAT_BYTES)} can be trained on: choose fewer samples, fewer times, or every second point.`,
  };
}

function scalarProblems(container: Listing, { scaling }: Mapping): Problem[] {
  if (scaling.kind !== 'min-max' || !scaling.by) return [];
  return [...scaling.by.input, ...scaling.by.output].flatMap((name) => {
    const info = findArray(container, name);
    if (info && product(info.shape) === 1 && info.problem === undefined) return [];
    const what = info
      ? (info.problem ??
        `${info.name} has the shape ${shapeText(info.shape)}: a single number is needed.`)
      : `The file has no number ${nameList([name])} to scale by.`;
    return [{ at: 'scaling' as const, message: what }];
  });
}

function coordinateProblems(container: Listing, { coordinates = {} }: Mapping): Problem[] {
  return Object.values(coordinates).flatMap((name: string) => {
    const info = findArray(container, name) ?? findNumbered(container, name)[0]?.info;
    if (info) return [];
    return [{ at: 'coordinates' as const, message: `The file has no array ${nameList([name])}.` }];
  });
}
