/** From the command line to an experiment. Everything wrong with it ends in a `UsageError`. */
import { fitsOwnData, samplesProblem } from '../engine/data/own.ts';
import { trainingProblem } from '../engine/data/ownNotes.ts';
import { experimentOn } from '../engine/opening/ownExperiment.ts';
import { presets } from '../engine/experiment/presets.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import { validateExperiment } from '../engine/opening/validate.ts';
import { middleParameters, type SampleParameters } from '../engine/experiment/parameters.ts';
import { parseNumber } from '../engine/experiment/numbers.ts';
import type { Seeds } from '../engine/train/series.ts';
import type { LoadedWeights } from '../engine/nets/loaded.ts';
import type { OwnData } from '../engine/files/ownData.ts';
import { fileTask, originOf } from '../engine/tasks/index.ts';
import { applySettings, NEEDS_DATA, openExperiment, parseSetting } from './openExperiment.ts';
import { readGatherFile } from './gather.ts';
import { checkMedium, placeMedium } from './medium.ts';
import type { MediumFile } from '../engine/scene/mediumFile.ts';
import { readModelRequest, type ModelRequest } from './models.ts';
import { readSampleRequest, type SampleRequest } from './samples.ts';
import { readSeeds } from './seeds.ts';
import { parseWords } from './parse.ts';
import { UsageError } from './usageError.ts';

const commands = ['schema', 'count', 'accuracy', 'simulate', 'train'] as const;
type CommandName = (typeof commands)[number];

export const USAGE = `Usage: npm run -s slimwave -- <command> [preset | link | file.json] [options]

  schema                 every setting with its type, limits and default, and the presets
  count                  parameters, multiply-accumulates and bytes of every network, layer by layer
  accuracy               the wave's estimated error in the zone; with --reference also measured on a finer mesh
  simulate               one wave: mesh, time step, output times, energy, seismograms, submodel; or a data set
  train                  make the data, train all networks, report curves and errors
  study                  train every format at several budgets and seeds; “study --help” says more
  advise                 the best network of a study within a tolerance; “advise --help” says more
  pretrain               train the networks that the page ships; “pretrain --help” says more
  measure                train what the lessons quote; “measure --help” says more

  --set key=value        change a setting (any number of times), for example --set b.rank=4
  --backend NAME         auto, wasm, wasm-no-fma (the same bits on every processor) or cpu
  --steps N              training steps
  --seed N               data, weights and order seed at once
  --repeats N            train: N times, with the seeds of weights and order counting up; the samples stay the same
  --seeds 1..5           train: once with each of these seeds of weights and order, as in 1..5 or 1,2,7
  --source "x,y,f"       simulate: source position (m) and frequency (Hz); default: middle of the ranges
  --receivers "x,y x,y"  simulate: points (m) at which u is recorded at every time step; also line(x1,y1,x2,y2,count)
                         and arc(x,y,radius,from,to,count), with angles in degrees
  --samples N            simulate: write N samples to --out instead of one wave; 512+128: training and test samples
  --layout NAME          simulate: layout of the file: npz, pdebench, pdebench-seed, the-well or cno
  --part NAME            simulate: which samples: train (default), test or shifted
  --data FILE...         train: your own samples, from files of any layout in docs/own-data.md
  --map TEXT             train: which arrays go in and come out, for files of no known layout: docs/own-data.md
  --weights [b=]FILE     train: network B begins with the trained weights of a file (safetensors, .zip, .onnx): kept, or
                         with --set b.loaded=train trained further, with --set b.route=after compressed; without a
                         letter, the network of the link that asks for them
  --save FOLDER          train: save the trained networks with samples, programs and model cards, a folder each
  --as NAMES             train: kinds of archives: onnx, onnx-dense, pytorch, pytorch-dense, tfjs, tfjs-dense, safetensors; default: all
  --medium FILE          the background from an .npz: c [rows, columns] in m/s and, if wanted, rho in kg/m², the first row at
                         the top; or from a PNG picture, with scene.black and scene.white as the speeds of black and white
  --gather FILE          simulate: also write the seismograms with offsets and first arrivals, as NumPy's .npz, or as .zip
                         of alphanumeric SAC files
  --mesh FILE            simulate: also write the mesh (nodes, cells, boundary edges) as JSON
  --reference            accuracy: simulate the wave once more with four times as many points, and compare
  --out FILE             also write the JSON to a file; with several seeds, what there is after each of them`;

/** What may follow a command. */
export const options = {
  set: { type: 'string', multiple: true },
  weights: { type: 'string', multiple: true },
  backend: { type: 'string' },
  steps: { type: 'string' },
  seed: { type: 'string' },
  repeats: { type: 'string' },
  seeds: { type: 'string' },
  source: { type: 'string' },
  receivers: { type: 'string' },
  data: { type: 'string', multiple: true },
  map: { type: 'string' },
  medium: { type: 'string' },
  save: { type: 'string' },
  as: { type: 'string' },
  mesh: { type: 'string' },
  gather: { type: 'string' },
  samples: { type: 'string' },
  layout: { type: 'string' },
  part: { type: 'string' },
  out: { type: 'string' },
  reference: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export interface Invocation {
  command: CommandName | 'help';
  experiment: Experiment;
  preset: string;
  /** Values of the free parameters to simulate. */
  parameters: SampleParameters;
  /** The samples of `--data`. */
  own?: OwnData;
  /** With which seeds to train; once with those of the experiment where there are none. */
  seeds: readonly Seeds[];
  /** Trained networks to be saved. */
  models?: ModelRequest;
  /** File for the mesh. */
  mesh?: string;
  /** File for the seismograms. */
  gather?: string;
  /** Whether the error is measured against a finer mesh. */
  reference?: boolean;
  /** A data set to be simulated. */
  samples?: SampleRequest;
  out?: string;
  /** Trained weights that networks begin with, by fingerprint. */
  weights?: ReadonlyMap<string, LoadedWeights>;
}

const numbers = (text: string): number[] => text.split(',').map((part) => parseNumber(part.trim()));

/** A point, line or arc as an item of the list `scene.receivers`. */
function receiverItem(text: string): string {
  if (text.includes('(')) return text;
  const point = numbers(text);
  const inside = point.length === 2 && point.every((value) => value >= 0 && value <= 1);
  if (!inside) {
    throw new UsageError(
      `Receiver “${text.slice(0, 40)}” must be x,y with both from 0 to 1 m, as in --receivers "0.5,0.5 0.9,0.5", or a line or arc as in --receivers "line(0.1,0.9,0.9,0.9,32)".`,
    );
  }
  return `point(${point.join()})`;
}

/** A source within the limits of the source's settings, on a mesh that resolves it; the rest in the middle. */
function parseSource(text: string, experiment: Experiment): SampleParameters {
  const [x, y, frequency, ...rest] = numbers(text);
  if (frequency === undefined || rest.length > 0) {
    throw new UsageError(`Source “${text.slice(0, 40)}” must be x,y,frequency.`);
  }
  const source = { ...experiment.source, x: [x, x], y: [y, y], frequency: [frequency, frequency] };
  const [issue] = validateExperiment({ ...experiment, source } as Experiment);
  if (issue) throw new UsageError(`--source: ${issue.message}`);
  return { ...middleParameters(experiment), x, y, frequency };
}

function settingsOf(values: {
  set?: string[];
  backend?: string;
  steps?: string;
  seed?: string;
  receivers?: string;
}): [key: string, text: string][] {
  const settings = (values.set ?? []).map(parseSetting);
  if (values.backend !== undefined) settings.push(['backend', values.backend]);
  if (values.steps !== undefined) settings.push(['training.steps', values.steps]);
  if (values.seed !== undefined) {
    for (const key of ['data.seed', 'training.initSeed', 'training.shuffleSeed']) {
      settings.push([key, values.seed]);
    }
  }
  if (values.receivers !== undefined) {
    const points = values.receivers.split(/\s+/).filter(Boolean).map(receiverItem);
    settings.push(['scene.receivers', points.join(' ')]);
  }
  return settings;
}

function checkOwnData(command: Invocation['command'], experiment: Experiment, own?: OwnData): void {
  if (!originOf(experiment).fromFile) {
    if (own) throw new UsageError(`--data needs the task “${fileTask}”: leave task.kind out.`);
    return;
  }
  if (command === 'simulate') {
    throw new UsageError('Own data is not simulated: use “train” with --data FILE.');
  }
  if (command !== 'train') return;
  if (!own) throw new UsageError(NEEDS_DATA);
  if (!fitsOwnData(experiment, own)) {
    throw new UsageError(
      samplesProblem(own, experiment.data) ??
        'The samples of the file have other shapes than those of the experiment, or were read in another way: leave task.inputs, task.outputs and task.map out.',
    );
  }
  const problem = trainingProblem(own, experiment);
  if (problem !== undefined) throw new UsageError(`--data: ${problem}`);
}

type Given = Readonly<Partial<Record<keyof typeof options, unknown>>>;

function checkSimulation(values: Given): void {
  const wave = values.source ?? values.receivers ?? values.mesh ?? values.gather;
  if (values.samples !== undefined && wave !== undefined) {
    throw new UsageError(
      '--source, --receivers, --gather and --mesh are for one wave: leave out --samples.',
    );
  }
  if (values.samples === undefined && (values.layout ?? values.part) !== undefined) {
    throw new UsageError('--layout and --part need --samples.');
  }
  const trained = values.steps ?? values.backend;
  if (trained !== undefined || (values.samples === undefined && values.seed !== undefined)) {
    throw new UsageError(
      '--steps, --backend and --seed do not change a simulation; leave them out.',
    );
  }
  const files = [values.mesh, values.gather, values.out].filter((file) => file !== undefined);
  if (new Set(files).size < files.length) {
    throw new UsageError('--mesh, --gather and --out must be different files.');
  }
}

function refuseSimulation(values: Given): void {
  if ((values.source ?? values.receivers ?? values.mesh ?? values.gather) !== undefined) {
    throw new UsageError('--source, --receivers, --gather and --mesh belong to “simulate”.');
  }
  if ((values.samples ?? values.layout ?? values.part) !== undefined) {
    throw new UsageError('--samples, --layout and --part belong to “simulate”.');
  }
}

/** `own` is what the file of `--data` holds, `medium` that of `--medium`. Throws `UsageError`. */
export function readArguments(args: string[], own?: OwnData, medium?: MediumFile): Invocation {
  const { values, positionals } = parseWords(args, options);
  const [name, wanted = presets[0].id, ...surplus] = positionals;
  const help = values.help === true || name === undefined || name === 'help';
  const command = help ? 'help' : commands.find((candidate) => candidate === name);
  if (!command) {
    throw new UsageError(
      `There is no command “${name.slice(0, 40)}”; use ${commands.join(', ')}, study, advise, pretrain or measure.`,
    );
  }
  if (surplus.length > 0)
    throw new UsageError(`“${surplus[0].slice(0, 40)}” is one argument too many.`);
  if (command === 'simulate') checkSimulation(values);
  else if (!help) refuseSimulation(values);
  if ((values.data ?? values.map) !== undefined && command !== 'train' && !help) {
    throw new UsageError('--data and --map belong to “train”.');
  }
  if (values.reference !== undefined && command !== 'accuracy' && !help) {
    throw new UsageError('--reference belongs to “accuracy”.');
  }
  if (values.map !== undefined && values.data === undefined) {
    throw new UsageError('--map needs the file that it is about: give it with --data FILE.');
  }
  if (command !== 'train' && !help && (values.repeats ?? values.seeds) !== undefined) {
    throw new UsageError('--repeats and --seeds belong to “train”.');
  }
  if (command !== 'train' && !help && values.weights !== undefined) {
    throw new UsageError('--weights belongs to “train”.');
  }
  if (command !== 'train' && !help && (values.save ?? values.as) !== undefined) {
    throw new UsageError('--save and --as belong to “train”.');
  }
  if (help) {
    const [{ id, experiment }] = presets;
    return { command, experiment, preset: id, parameters: middleParameters(experiment), seeds: [] };
  }
  const opened = openExperiment(wanted, { hasData: own !== undefined });
  const base = own ? experimentOn(own, opened.experiment) : opened.experiment;
  const experiment = applySettings(base, [...placeMedium(base, medium), ...settingsOf(values)]);
  // First, as the sentences of the settings speak to those who sit at the page.
  checkOwnData(command, experiment, own);
  const ofWave = command === 'simulate' && values.samples === undefined;
  if (ofWave && !originOf(experiment).simulated) {
    throw new UsageError(
      `The task “${experiment.task.kind}” has no scene to simulate: use “train” or --samples, or a preset with a scene.`,
    );
  }
  checkMedium(experiment, medium);
  const issues = validateExperiment(experiment);
  if (issues.length > 0) {
    throw new UsageError(issues.map(({ key, message }) => `${key}: ${message}`).join(' '));
  }
  return {
    command,
    experiment,
    own,
    preset: opened.preset.id,
    parameters:
      values.source === undefined
        ? middleParameters(experiment)
        : parseSource(values.source, experiment),
    seeds: readSeeds(values, experiment),
    models: readModelRequest(values),
    reference: values.reference,
    mesh: values.mesh,
    gather: readGatherFile(values.gather, experiment),
    samples: readSampleRequest(values, experiment),
    out: values.out,
  };
}
