/** The README.md that goes with a model: what it is, what it was trained on, how good it is, how it is used. */
import { closestPreset } from '../shortestLink.ts';
import { textFile, type ExportFile } from '../files.ts';
import { formatLabels } from 'slimwave-formats/registry';
import { isLoaded, specOf, type NetworkId } from '../../experiment/network.ts';
import type { Experiment } from '../../experiment/schema.ts';
import { originOf, taskOf } from '../../tasks/index.ts';
import type { MeasuredErrors, TrainingResult } from '../../train/progress.ts';
import { layerCounts, type LayerCounts } from '../portable/counts.ts';
import { axesText, sizesText, type End, type PortableIo } from '../portable/io.ts';
import type { Kernels, PortableNetwork } from '../portable/network.ts';

/** How far the training had come when the model was saved, and what it had achieved. */
export interface TrainingState {
  step: number;
  /** Of the whole run. */
  steps: number;
  /** Errors over whole sets, where they have been measured. */
  result?: Pick<TrainingResult, 'train' | 'test' | 'testErrors' | 'shiftedErrors'>;
}

export interface CardOptions {
  experiment: Experiment;
  id: NetworkId;
  /** With the kernels as they are stored. */
  network: PortableNetwork;
  /** How they are in this archive. */
  kernels: Kernels;
  io: PortableIo;
  layout: 'channels first' | 'channels last';
  training: TrainingState;
  /** Relative L2 error of the sample in the archive. */
  sampleError?: number;
  /** What the archive is for, such as `ONNX`. */
  title: string;
  /** How to use it, in Markdown. */
  use: string;
  /** Every file with what it is. */
  files: readonly (readonly [name: string, what: string])[];
}

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const count = (n: number): string => n.toLocaleString('en');
const percent = (share: number): string => `${(100 * share).toPrecision(3)} %`;
const sum = (rows: readonly LayerCounts[], key: 'parameters' | 'denseParameters' | 'macs') =>
  rows.reduce((total, row) => total + row[key], 0);

function layerRow({ node, parameters, denseParameters, macs }: LayerCounts): (string | number)[] {
  const counts = [count(parameters), count(denseParameters), count(macs)];
  if (node.op !== 'convolution') {
    const [inputs, outputs] = node.op === 'dense' ? [node.inputs, node.outputs] : [0, 0];
    return [node.name, 'dense', `${inputs} → ${outputs}`, '', '', ...counts];
  }
  const { inputs, outputs, size, strides, format, rank, padding } = node;
  const stride = strides[0] > 1 ? `, stride ${strides[0]}` : '';
  const beyond = [...new Set(padding)].join(' and ');
  return [
    node.name,
    `convolution ${size.join('×')}${stride}, ${beyond} padding`,
    `${inputs} → ${outputs}`,
    formatLabels[format],
    format === 'classical' ? '' : rank,
    ...counts,
  ];
}

function architecture({ network, kernels, experiment }: CardOptions): string {
  const rows = layerCounts(network);
  const [all, dense, macs] = [
    sum(rows, 'parameters'),
    sum(rows, 'denseParameters'),
    sum(rows, 'macs'),
  ];
  const activation = experiment.net.activation === 'swish' ? 'Swish' : 'No activation';
  const upsamples = network.some(({ op }) => op === 'upsample');
  const note =
    kernels === 'dense'
      ? `This archive has every kernel as a dense one, so it stores ${count(dense)} parameters. It computes the same to rounding.`
      : 'This archive has every kernel in its format.';
  return `${experiment.net.kind[0].toUpperCase()}${experiment.net.kind.slice(1)} with ${count(all)} parameters (${count(dense)} with dense kernels) and ${count(macs)} multiply-accumulates for one forecast. ${activation} follows every layer but the last${upsamples ? `; upsampling doubles the grid, method ${experiment.net.upsampling}` : ''}. ${note}

${table(
  [
    'Layer',
    'Kind',
    'Channels',
    'Format',
    'Rank',
    'Parameters',
    'With a dense kernel',
    'Multiply-accumulates',
  ],
  rows.map(layerRow),
)}`;
}

const pairs = (values: readonly number[]): string =>
  values.map((v) => Number(v.toPrecision(7))).join(', ');

function ends({ io, layout }: CardOptions): string {
  const row = (name: string, end: End) => [
    name,
    axesText(end),
    sizesText(end),
    end.quantities.join(', '),
    pairs(end.mean),
    pairs(end.unit),
  ];
  return `The order of axes is ${layout}. value = mean + unit · scaled, for every number or channel, or one pair for all of them; the model computes with scaled values, 32-bit floats.

${table(['', 'Axes', 'Shape', 'Values', 'Mean', 'Unit'], [row('Input', io.input), row('Output', io.output)])}`;
}

function data({ experiment }: CardOptions): string {
  const { train, test } = experiment.data;
  const task = taskOf(experiment);
  const origin = originOf(experiment);
  const source = origin.fromFile
    ? 'The samples come from a data file of the person who trained the network; check the licence of these data.'
    : 'Samples simulated by Slimwave.';
  return `${task.help} ${source} ${count(train)} samples to train, ${count(test)} other ones to test. All scaling is from the training samples alone. How well it forecasts from inputs unlike these samples is not known.`;
}

const MEASURES = [
  ['relativeL2', 'Relative L2, mean of ‖û − u‖/‖u‖'],
  ['relativeL1', 'Relative L1, mean of ‖û − u‖₁/‖u‖₁'],
  ['nrmse', 'NRMSE over the whole set'],
  ['wellVrmse', 'VRMSE as The Well defines it'],
] as const;

/** What was done to the weights, and from which it began where those came from a file. */
function history({ experiment, id, training: { step, steps } }: CardOptions): string {
  const spec = specOf(experiment, id);
  const done =
    step >= steps
      ? `Trained for ${count(step)} steps.`
      : `Saved after ${count(step)} of ${count(steps)} steps.`;
  if (!isLoaded(spec)) return done;
  const from = `trained weights from a file (fingerprint ${spec.weights})`;
  if (spec.route === 'after') {
    return `It began with ${from}, which were compressed into its format and then fine-tuned here. ${done}`;
  }
  return spec.loaded === 'keep'
    ? `It has ${from}, and was not trained here.`
    : `It began with ${from}, and was fine-tuned here. ${done}`;
}

function errors(options: CardOptions): string {
  const { training, sampleError } = options;
  const { result } = training;
  const done = history(options);
  const sample =
    sampleError === undefined
      ? ''
      : ` The sample in this archive: ${percent(sampleError)} relative L2.`;
  if (!result) return `${done} The errors over whole sets had not been measured yet.${sample}`;
  const { train, testErrors, shiftedErrors } = result;
  const row = (name: string, of: (errors: MeasuredErrors) => number | undefined, first = '') => {
    const show = (value: number | undefined) => (value === undefined ? '' : percent(value));
    return [name, first, show(of(testErrors)), ...(shiftedErrors ? [show(of(shiftedErrors))] : [])];
  };
  const head = ['Error', 'Training', 'Test', ...(shiftedErrors ? ['Another distribution'] : [])];
  const rows = MEASURES.map(([key, name]) =>
    row(name, (all) => all[key], key === 'relativeL2' ? percent(train) : ''),
  );
  return `${done}${sample}

${table(head, rows)}`;
}

/** The model card. */
export function modelCard(options: CardOptions): ExportFile {
  const { experiment, id, title, use, files } = options;
  const { preset, link } = closestPreset(experiment);
  const spec = specOf(experiment, id);
  const made = isLoaded(spec)
    ? 'opened in Slimwave with trained weights from a file'
    : 'trained with Slimwave';
  return textFile(
    'README.md',
    `# Network ${id.toUpperCase()}, ${formatLabels[spec.format]}: ${title}

A convolutional network that forecasts waves, ${made}. Preset: ${preset.title}, with the changes in the link below.

## Use

${use}

${table(['File', 'What it is'], files)}

## Input and output

${ends(options)}

## Architecture

${architecture(options)}

## Data

${data(options)}

## Errors

${errors(options)}

## Link

Every setting is in this link; it opens the experiment after the address of the page, or in quotes after \`npm run -s slimwave -- train\`:

\`\`\`
${link}
\`\`\`

## Licence

The programs in this archive are under the Apache License 2.0, as Slimwave is. The weights belong to the person who trained them.
`,
  );
}
