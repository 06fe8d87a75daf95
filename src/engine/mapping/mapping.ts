/**
 * What of a data file is trained on: which arrays go in and which come out, what their axes count, which part is read,
 * which samples train and which test, and how values are scaled. Plain data; `mappingText.ts` writes it for links and
 * for `--map`.
 *
 * Samples have numbers: the index along the axis `sample`, or where the file has one array per sample the number in its
 * name. Splits and ranges are in these numbers, so that they mean the same samples whatever else is in the file.
 */

/** What an axis counts. */
export const axisRoles = ['sample', 'time', 'x', 'y', 'channel'] as const;
export type AxisRole = (typeof axisRoles)[number];

/**
 * A part of an axis as Python's slices have it, [from:to:step]: `to` is the first index that is left out, negative
 * numbers count from the end, and what is missing means the whole.
 */
export interface Slice {
  from?: number;
  to?: number;
  /** At least 1. */
  step?: number;
}

/** A slice, or single indices in this order (negative: from the end). */
export type Part = Slice | readonly number[];

/** What an axis counts and which part of it is used (absent: all); or the one index at which it is fixed. */
export type AxisUse = { is: AxisRole; part?: Part } | { is: 'fixed'; at: number };

/** Stands in the name of an array for the number of a sample. */
export const NUMBER_MARK = '{i}';

/** The marks in a name: `{i}`, or `{train:test}` for both words, one after the other. */
export const MARKS = /(\{i\}|\{\w+(?::\w+)+\})/;

/**
 * An array, or with `{i}` in its name one array per sample, or with `{train:test}` several that are joined. Every axis of the array has an entry. Axes that an array
 * lacks, as it does not vary along them, are filled by repeating it: a medium [x, y] that all samples share, or a
 * field that has no y.
 */
export interface ArrayUse {
  name: string;
  axes: readonly AxisUse[];
  /** How to read an array without a shape of its own, as in raw files: its values in C order. */
  shape?: readonly number[];
}

/**
 * order: the first samples train and those after them test; how many is up to the settings `data.train` and
 * `data.test`. `samples` is which of the file's are read. ranges: these train, those test, and no others are read.
 */
export type Split = { by: 'order'; samples?: Slice } | { by: 'ranges'; train: Slice; test: Slice };

/**
 * Always by the training samples alone, or by numbers of the file, never by test samples.
 * standard: numbers to [−1, 1], fields to mean 0 and deviation 1, as `ownScaling` says.
 * min-max: from [least, largest] to [0, 1]; `by` names four scalars of the file that hold them, otherwise they are
 * those of the training samples.
 * none: values as they are.
 */
export type ValueScaling =
  { kind: 'standard' } | { kind: 'min-max'; by?: MinMaxNames } | { kind: 'none' };

export interface MinMaxNames {
  input: readonly [least: string, largest: string];
  output: readonly [least: string, largest: string];
}

/** A benchmark's own score that is shown beside our errors: the median over test samples of the relative L1 error. */
export const scores = ['median-l1'] as const;
export type Score = (typeof scores)[number];

export interface Mapping {
  /**
   * Channels, in this order. Without any axis x or y the inputs are numbers; otherwise all are fields on the outputs’
   * grid. Several times of an array are channels, time by time, and its channels within each.
   */
  inputs: readonly ArrayUse[];
  /** Fields, with the axes x and y. Where the inputs are numbers, they are one quantity at several times. */
  outputs: readonly ArrayUse[];
  split: Split;
  /** Numbers of samples that are left out, such as one with a missing value. */
  without?: readonly number[];
  scaling: ValueScaling;
  /** Arrays of one axis with the coordinates along an axis; with `{i}`, those of the first sample. */
  coordinates?: { readonly x?: string; readonly y?: string; readonly time?: string };
  score?: Score;
}

/** Layouts that are recognised. */
export const layouts = {
  own: 'our names (inputs and outputs, parameters and fields)',
  cno: 'CNO',
  pdebench: 'PDEBench, one file',
  'pdebench-seeds': 'PDEBench, by seed',
  well: 'The Well',
  poseidon: 'Poseidon',
  neuraloperator: 'neuraloperator',
  fno: 'FNO (MATLAB)',
  pdearena: 'PDEArena',
  openfwi: 'OpenFWI',
  guess: 'by shapes alone',
} as const;
export type LayoutId = keyof typeof layouts;

/** A mapping that fits a file, ready to be applied as it is. */
export interface Proposal {
  layout: LayoutId;
  /** Of the layout and variant, for a list, such as 'PDEBench, one file: tensor'. */
  title: string;
  mapping: Mapping;
  /** Why it was recognised, one sentence each. */
  reasons: readonly string[];
  /** What was left out and why, and what seems odd, one sentence each. */
  notes: readonly string[];
}

/** What does not fit, as a sentence, and where in the mapping. */
export interface Problem {
  at: 'inputs' | 'outputs' | 'split' | 'scaling' | 'coordinates';
  /** Index among the inputs or outputs, and of the axis of that array. */
  array?: number;
  axis?: number;
  message: string;
}
