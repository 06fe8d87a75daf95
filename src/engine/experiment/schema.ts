/**
 * The experiment: one declaration of everything a user can choose.
 *
 * Lengths are in metres (the domain is the unit square), times in seconds, frequencies in hertz.
 */
import * as v from 'valibot';
import { formatIds, formatLabels, type FormatId } from '../formats/index.ts';
import { budget, choice, fieldOf, integer, number, parseFieldText, type Field } from './fields.ts';
import { scene, source, zone } from './physics.ts';

const network = (format: FormatId, keep: number, rate: number) =>
  v.strictObject({
    format: choice({
      title: 'Kernel format',
      help: 'How the kernels of the convolutions are stored and applied, chosen before training.',
      options: formatIds,
      labels: formatLabels,
      default: format,
    }),
    rank: budget({
      title: 'Rank',
      help: 'A whole rank for every layer, or the fraction of the dense kernel parameters to keep (the largest rank that stays below it is then taken, layer by layer). Not used by the classical format.',
      maxRank: 512,
      default: { keep },
    }),
    rate: number({
      title: 'Learning rate',
      help: 'Peak learning rate of the one-cycle schedule. Compressed formats often want a larger one; compare each network at its own best.',
      min: 0.00001,
      max: 0.5,
      step: 0.001,
      default: rate,
    }),
  });

const experimentSchema = v.strictObject({
  scene,
  source,
  zone,
  task: v.strictObject({
    kind: choice({
      title: 'Task',
      help: 'Frames: the output times are the channels of 2-way (x, y) convolutions. Volume: time is an axis of its own and the kernels are 3-way (t, x, y).',
      options: ['zone-frames', 'zone-volume'],
      labels: { 'zone-frames': 'Zone frames (2-way)', 'zone-volume': 'Zone volume (3-way)' },
      default: 'zone-frames',
    }),
    grid: integer({
      title: 'Grid points per side',
      help: 'The forecast lives on this many by this many points of the zone.',
      min: 4,
      max: 128,
      default: 32,
    }),
    frames: integer({
      title: 'Output times',
      help: 'Number of equally spaced times between the first and the last output time.',
      min: 2,
      max: 128,
      default: 16,
    }),
  }),
  data: v.strictObject({
    train: integer({
      title: 'Training samples',
      help: 'Simulations that the networks learn from.',
      min: 1,
      max: 8192,
      default: 512,
    }),
    test: integer({
      title: 'Test samples',
      help: 'Simulations that the networks never see while they learn; the reported errors come from these.',
      min: 1,
      max: 2048,
      default: 128,
    }),
    seed: integer({
      title: 'Data seed',
      help: 'Seed of the random source positions and frequencies.',
      min: 0,
      max: 999999,
      default: 1,
    }),
  }),
  net: v.strictObject({
    blocks: integer({
      title: 'Depth',
      help: 'Number of blocks. Each doubles the grid and applies one convolution; the output convolution comes on top.',
      min: 1,
      max: 6,
      default: 2,
    }),
    width: integer({
      title: 'Width',
      help: 'Channels of the coarsest grid, where the dense part ends.',
      min: 1,
      max: 256,
      default: 24,
    }),
    taper: number({
      title: 'Taper',
      help: 'Channels of each block relative to the block before it: 1 keeps the width, 0.5 halves it each time.',
      min: 0.25,
      max: 1,
      step: 0.01,
      default: 0.57,
    }),
    kernel: integer({
      title: 'Kernel size',
      help: 'Points per axis of every convolution kernel.',
      min: 1,
      max: 15,
      default: 7,
    }),
  }),
  a: network('classical', 1, 0.012),
  b: network('kernel-cp', 0.3, 0.035),
  training: v.strictObject({
    steps: integer({
      title: 'Training steps',
      help: 'Number of weight updates; each uses one batch.',
      min: 1,
      max: 100000,
      default: 1000,
    }),
    batch: integer({
      title: 'Batch size',
      help: 'Samples per training step, the same ones for both networks.',
      min: 1,
      max: 256,
      default: 8,
    }),
    initSeed: integer({
      title: 'Weights seed',
      help: 'Seed of the random initial weights.',
      min: 0,
      max: 999999,
      default: 1,
    }),
    shuffleSeed: integer({
      title: 'Order seed',
      help: 'Seed of the order in which the training samples are used.',
      min: 0,
      max: 999999,
      default: 1,
    }),
  }),
  backend: choice({
    title: 'Backend',
    help: 'What computes the networks. Automatic takes WebGPU on a hardware GPU, else WebAssembly, else plain JavaScript.',
    options: ['auto', 'webgpu', 'wasm', 'cpu'],
    labels: { auto: 'Automatic', webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'JavaScript' },
    default: 'auto',
  }),
});

export type Experiment = v.InferOutput<typeof experimentSchema>;
export type NetworkId = 'a' | 'b';
export type NetworkSpec = Experiment[NetworkId];
export type Side = Experiment['scene']['left'];

/** A leaf of the schema under its readable key, such as `b.rank`. */
export interface Leaf {
  key: string;
  field: Field;
  schema: v.GenericSchema;
}

function leavesOf(schema: v.GenericSchema, prefix: string): Leaf[] {
  if (!('entries' in schema)) return [{ key: prefix, field: fieldOf(schema), schema }];
  const entries = schema.entries as Record<string, v.GenericSchema>;
  return Object.entries(entries).flatMap(([name, entry]) =>
    leavesOf(entry, prefix ? `${prefix}.${name}` : name),
  );
}

/** Every field of an experiment, in the order of declaration. */
export const leaves: readonly Leaf[] = leavesOf(experimentSchema, '');
const leafByKey = new Map(leaves.map((leaf) => [leaf.key, leaf]));

export const findLeaf = (key: string): Leaf | undefined => leafByKey.get(key);

export function getValue(experiment: Experiment, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], experiment);
}

/**
 * A copy of `experiment` with the field `key` set; the value is not judged here. What lies beside the field is
 * shared with the original, so that whoever compares finds it unchanged.
 */
export function withValue(experiment: Experiment, key: string, value: unknown): Experiment {
  const set = (node: unknown, [name, ...rest]: readonly string[]): unknown =>
    name === undefined
      ? value
      : { ...(node as object), [name]: set((node as Record<string, unknown>)[name], rest) };
  return set(experiment, key.split('.')) as Experiment;
}

/** The experiment in which every field has its declared default. */
export const defaultExperiment: Experiment = leaves.reduce<Experiment>(
  (experiment, { key, field }) => withValue(experiment, key, field.default),
  Object.fromEntries(leaves.map(({ key }) => [key.split('.')[0], {}])) as never,
);

/** What is wrong with one field, as a sentence that begins with the field's name or value. */
export interface Issue {
  key: string;
  message: string;
}

/** Judges one field on its own; returns the clean value or the sentence to show at the control. */
export function checkField(
  leaf: Leaf,
  value: unknown,
): { ok: true; value: unknown } | { ok: false; message: string } {
  const result = v.safeParse(leaf.schema, value, { abortEarly: true });
  return result.success
    ? { ok: true, value: result.output }
    : { ok: false, message: `${leaf.field.title} ${result.issues[0].message}` };
}

/** Text (of a link, a command line, an input) to a judged value. */
export const checkText = (leaf: Leaf, text: string) =>
  checkField(leaf, parseFieldText(leaf.field, text));
