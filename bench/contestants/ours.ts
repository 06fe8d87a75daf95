/** The engine as the page trains with it: its layers, its trainer, its optimizer. */
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model as createModel } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { SampleSet } from '../../src/engine/data/dataset.ts';
import { chooseBackend } from '../../src/engine/device/choose.ts';
import { machineName, type BackendName } from '../../src/engine/device/decide.ts';
import { presets } from '../../src/engine/experiment/presets.ts';
import { defaultExperiment } from '../../src/engine/experiment/leaves.ts';
import type { Experiment } from '../../src/engine/experiment/schema.ts';
import { FormatConvolution } from 'slimwave-formats/layer';
import type { Padding } from 'slimwave-formats/paddings';
import { product } from '../../src/engine/math.ts';
import { buildNetwork } from '../../src/engine/nets/build.ts';
import { randomStream } from '../../src/engine/random.ts';
import { Trainer } from '../../src/engine/train/trainer.ts';
import { STACK_INPUTS, stackGrid, stackPlan } from '../stack.ts';
import type { StackSource, Work } from '../work.ts';
import type { Mode, Runner } from './protocol.ts';

const SAMPLES = 32;
/** So small that random data never lets a run diverge. */
const RATE = 1e-4;

function stackModel(source: StackSource): LayersModel {
  const start = input({ shape: [...stackGrid(source), STACK_INPUTS] });
  const plan = stackPlan(source);
  const end = plan.reduce<SymbolicTensor>((signal, { format, shape, rank, execution }, i) => {
    const convolution = new FormatConvolution({
      format,
      filters: shape.outputs,
      kernelSize: [...shape.size],
      rank,
      execution,
      stride: 1,
      padding: shape.size.map((): Padding => 'zero'),
      useBias: true,
      seed: 1 + 16 * i,
      gain: 2,
      window: 'flat',
    });
    const made = convolution.apply(signal) as SymbolicTensor;
    if (i === plan.length - 1) return made;
    return layers.activation({ activation: 'relu' }).apply(made) as SymbolicTensor;
  }, start);
  return createModel({ inputs: start, outputs: end });
}

function stackExperiment(source: StackSource, batch: number): Experiment {
  const grid = stackGrid(source).join('x');
  const volume = source.ways === 3;
  return {
    ...defaultExperiment,
    task: {
      ...defaultExperiment.task,
      kind: 'own',
      time: volume ? 'axis' : 'channels',
      inputs: `${STACK_INPUTS}x${grid}`,
      outputs: volume ? grid : `1x${grid}`,
    },
    training: { ...defaultExperiment.training, batch },
  };
}

/** Random numbers: what a step costs does not depend on what the fields show. */
function randomSamples(experiment: Experiment): SampleSet {
  const set = new SampleSet(SAMPLES, experiment);
  const random = randomStream(1, 'benchmark');
  const values = (count: number) =>
    Float32Array.from({ length: count }, () => random.uniform() - 0.5);
  set.put(0, values(SAMPLES * set.inputSize), values(SAMPLES * set.size));
  return set;
}

/** A trainer for the work, with steps without end. */
export function trainerOf({ source, batch }: Pick<Work, 'source' | 'batch'>): Trainer {
  const experiment =
    source.kind === 'stack'
      ? stackExperiment(source, batch)
      : presets.find(({ id }) => id === source.preset)!.experiment;
  const model = source.kind === 'stack' ? stackModel(source) : buildNetwork(experiment, source.id);
  const samples = randomSamples(experiment);
  return new Trainer(model, experiment.training, samples, { steps: 1e9, rates: RATE });
}

export class OurRunner implements Runner {
  readonly trainer: Trainer;
  private readonly inputs: Float32Array;

  constructor(work: Work) {
    this.trainer = trainerOf(work);
    const perSample = product(work.input);
    this.inputs = new Float32Array(work.batch * perSample).fill(0.1);
  }

  async run(mode: Mode, steps: number): Promise<void> {
    if (mode === 'predict') {
      for (let i = 0; i < steps; i++) await this.trainer.forecast(this.inputs);
      return;
    }
    for (let i = 0; i < steps; i++) this.trainer.trainStep();
    await this.trainer.takeBatchErrors();
  }

  dispose(): void {
    this.trainer.dispose();
  }
}

export async function startOurs(backend: BackendName) {
  const chosen = await chooseBackend(backend);
  if (chosen.name !== backend) throw new Error(chosen.refused.join(' '));
  const build = (work: Work): Promise<Runner> => Promise.resolve(new OurRunner(work));
  const versions = {
    tfjs: tf.version_core,
    ...(backend === 'wasm' && { WebAssembly: machineName(chosen) }),
  };
  return { versions, build };
}
