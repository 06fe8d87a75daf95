/**
 * Every preset with every kernel format, written for every library, against our own forecast on wasm: the largest
 * difference ÷ the largest value. The weights are the initial ones and the biases random: training takes long, and makes
 * no difference to what is compared.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import * as ort from 'onnxruntime-web';
import { formatIds, type FormatId } from 'slimwave-formats/registry';
import { chooseBackend } from '../../src/engine/device/choose.ts';
import { applySettings } from '../../src/cli/openExperiment.ts';
import { presets, type Preset } from '../../src/engine/experiment/presets.ts';
import { denseEquivalent } from '../../src/engine/export/denseEquivalent.ts';
import { layersModelFiles } from '../../src/engine/export/layersModel.ts';
import { onnxModel } from '../../src/engine/export/onnx/model.ts';
import { channelsFirst, fieldsChannelsFirst } from '../../src/engine/export/portable/axes.ts';
import type { Kernels, PortableNetwork } from '../../src/engine/export/portable/network.ts';
import { portableNetwork } from '../../src/engine/export/portable/read.ts';
import { pytorchModule } from '../../src/engine/export/pytorch/module.ts';
import { writeSafetensors } from '../../src/engine/files/safetensors.ts';
import { buildNetwork } from '../../src/engine/nets/build.ts';
import type { Row } from '../table.ts';
import { Python } from './python.ts';

const MOST = 1e-5;
/** Forecast at once. */
const SAMPLES = 2;

interface Values {
  shape: number[];
  data: Float32Array;
}

/** What went in and what came out, channels last and channels first. */
interface Forecast {
  last: { input: Values; output: Values };
  first: { input: Values; output: Values };
}

const valuesOf = async (x: tf.Tensor): Promise<Values> => ({
  shape: x.shape,
  data: await x.data<'float32'>(),
});

const ordered = ({ shape: [count, ...shape], data }: Values): Values => ({
  shape: [count, ...channelsFirst(shape)],
  data: fieldsChannelsFirst(data, count, shape),
});

function difference(made: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (made.length !== wanted.length) return NaN;
  let [most, scale] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    const own = Math.abs(made[i] - wanted[i]);
    // NaN is not at most anything.
    if (!(own <= most)) most = own;
    scale = Math.max(scale, Math.abs(wanted[i]));
  }
  return most / scale;
}

function networkOf({ experiment }: Preset, format: FormatId): LayersModel {
  const changed = applySettings(experiment, [['b.format', format]]);
  const model = buildNetwork(changed, 'b');
  tf.tidy(() => {
    const values = model.getWeights().map((weight, i) => {
      return weight.rank === 1 ? tf.randomNormal(weight.shape, 0, 0.1, 'float32', i + 1) : weight;
    });
    model.setWeights(values);
  });
  return model;
}

async function forecastOf(model: LayersModel): Promise<Forecast> {
  const shape = model.inputs[0].shape.slice(1) as number[];
  const x = tf.randomUniform([SAMPLES, ...shape], -1, 1, 'float32', 5);
  const y = tf.tidy(() => model.apply(x) as tf.Tensor);
  const [input, output] = await Promise.all([x, y].map(valuesOf));
  tf.dispose([x, y]);
  return {
    last: { input, output },
    first: { input: ordered(input), output: ordered(output) },
  };
}

async function byOnnx(network: PortableNetwork, { first }: Forecast): Promise<number> {
  const session = await ort.InferenceSession.create(onnxModel(network, { metadata: {} }));
  const { data, shape } = first.input;
  const { output } = await session.run({ input: new ort.Tensor('float32', data, shape) });
  await session.release();
  return difference(output.data as Float32Array, first.output.data);
}

async function byTfjs(model: LayersModel, { last }: Forecast): Promise<number> {
  const [json, weights] = await layersModelFiles(model);
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(json.bytes));
  const loaded = await loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest[0].weights,
      weightData: weights.bytes.slice().buffer,
    }),
  );
  const made = tf.tidy(() =>
    (loaded.apply(tf.tensor(last.input.data, last.input.shape)) as tf.Tensor).dataSync<'float32'>(),
  );
  loaded.dispose();
  return difference(made, last.output.data);
}

/** A folder with what Python needs to forecast. */
function putForPython(folder: string, network: PortableNetwork, { first }: Forecast): void {
  const end = { axes: [], quantities: [], mean: [0], unit: [1] };
  const io = {
    input: { ...end, shape: network[0].shape },
    output: { ...end, shape: network.at(-1)!.shape },
  };
  const { source, tensors } = pytorchModule(network, io, 'A network of a preset.');
  mkdirSync(folder);
  writeFileSync(join(folder, 'slimwave_network.py'), source);
  writeFileSync(join(folder, 'weights.safetensors'), writeSafetensors(tensors));
  writeFileSync(
    join(folder, 'input.safetensors'),
    writeSafetensors([{ name: 'x', ...first.input }]),
  );
  writeFileSync(join(folder, 'network.onnx'), onnxModel(network, { metadata: {} }));
}

type Differences = Record<string, number | string>;

async function measured(model: LayersModel, python: Python, folder: string): Promise<Differences> {
  const forecast = await forecastOf(model);
  const found: Differences = {};
  for (const kernels of ['factorised', 'dense'] satisfies Kernels[]) {
    const network = await portableNetwork(model, kernels);
    found[`ONNX ${kernels}`] = await byOnnx(network, forecast);
    const own = join(folder, kernels);
    putForPython(own, network, forecast);
    const made = await python.forecast(own);
    found[`PyTorch ${kernels}`] =
      typeof made === 'string' ? made : difference(made, forecast.first.output.data);
    if (python.checks) found[`ONNX checker ${kernels}`] = await python.check(own);
    rmSync(own, { recursive: true });
  }
  found['tfjs factorised'] = await byTfjs(model, forecast);
  const dense = denseEquivalent(model);
  found['tfjs dense'] = await byTfjs(dense, forecast);
  dense.dispose();
  return found;
}

const shown = (value: number | string): string =>
  typeof value === 'string' ? value : value.toExponential(1);

/** One row for a preset and a format. \`only\`: words of which a preset or format must be one. */
export async function* exportRows(only: readonly string[] = []): AsyncGenerator<Row> {
  await chooseBackend('wasm');
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const folder = mkdtempSync(join(tmpdir(), 'slimwave-exports-'));
  const python = await Python.start();
  const named = (names: readonly string[]) => names.filter((name) => only.includes(name));
  const wanted = <T extends string>(names: readonly T[]) =>
    named(names).length > 0 ? (named(names) as T[]) : names;
  try {
    for (const id of wanted(presets.map((preset) => preset.id))) {
      const preset = presets.find((one) => one.id === id)!;
      for (const format of wanted(formatIds)) {
        const model = networkOf(preset, format);
        const found = await measured(model, python, folder);
        model.dispose();
        yield {
          what: `${id}, ${format}`,
          value: Object.entries(found)
            .map(([target, value]) => `${target} ${shown(value)}`)
            .join(', '),
          aim: `≤ ${MOST.toExponential(0)}`,
          missed:
            Object.values(found).some((value) => typeof value === 'number' && !(value <= MOST)) ||
            Object.values(found).some(
              (value) => typeof value === 'string' && value.startsWith('!'),
            ),
        };
      }
    }
  } finally {
    python.end();
    rmSync(folder, { recursive: true });
  }
}
