/**
 * Programs that load an exported model and forecast the sample beside it. They print how far the forecast is from the one
 * made here, and from the truth.
 */
import { textFile, type ExportFile } from '../files.ts';

const PYTHON_REPORT = `print("Input in its own units:", input_in_units(x).ravel()[:4], "...")
print("Forecast in its own units:", output_in_units(y).ravel()[:4], "...")
print(f"Largest difference to the forecast by Slimwave: {abs(y - forecast).max() / abs(forecast).max():.1e}")
print(f"Relative L2 error of this sample: {np.linalg.norm(y - truth) / np.linalg.norm(truth):.4f}")
`;

export const onnxPython = (): ExportFile =>
  textFile(
    'forecast.py',
    `"""Forecasts the sample beside this file. pip install onnxruntime numpy, then python forecast.py"""
import json
from pathlib import Path

import numpy as np
import onnxruntime

here = Path(__file__).parent
scaling = json.loads((here / "description.json").read_text(encoding="utf-8"))["scaling"]


def in_units(x, mean, unit):
    """value = mean + unit * scaled, for every number or channel, or one pair for all of them."""
    mean, unit = (np.reshape(values, (1, -1) + (1,) * (x.ndim - 2)) for values in (mean, unit))
    return mean + unit * x


def input_in_units(x):
    return in_units(x, **scaling["input"])


def output_in_units(y):
    return in_units(y, **scaling["output"])


def scaled_input(values):
    """What the network wants, from values [batch, ...] in their own units."""
    mean, unit = (
        np.reshape(scaling["input"][name], (1, -1) + (1,) * (values.ndim - 2))
        for name in ("mean", "unit")
    )
    return ((values - mean) / unit).astype(np.float32)


session = onnxruntime.InferenceSession(str(here / "network.onnx"), providers=["CPUExecutionProvider"])
x, forecast, truth = (np.load(here / f"sample_{name}.npy") for name in ("input", "forecast", "truth"))
(y,) = session.run(["output"], {"input": scaled_input(input_in_units(x))})
${PYTHON_REPORT}`,
  );

export const pytorchPython = (): ExportFile =>
  textFile(
    'forecast.py',
    `"""Forecasts the sample beside this file. pip install torch, then python forecast.py"""
from pathlib import Path

import torch

from slimwave_network import input_in_units, load, output_in_units, read_safetensors, scaled_input

sample = read_safetensors(Path(__file__).with_name("sample.safetensors"))
x, forecast, truth = (sample[name] for name in ("input", "forecast", "truth"))
with torch.no_grad():
    y = load()(scaled_input(input_in_units(x)))
print("Input in its own units:", input_in_units(x).flatten()[:4].tolist(), "...")
print("Forecast in its own units:", output_in_units(y).flatten()[:4].tolist(), "...")
print(f"Largest difference to the forecast by Slimwave: {(y - forecast).abs().max() / forecast.abs().max():.1e}")
print(f"Relative L2 error of this sample: {(y - truth).norm() / truth.norm():.4f}")
`,
  );

/** Reads .npy files and prints the report; \`y\`, \`forecast\` and \`truth\` are flat. */
const JAVASCRIPT_TOOLS = `const file = (name) => readFile(new URL(name, import.meta.url));

/** The shape and the values of a .npy file of 32-bit floats. */
async function loadArray(name) {
  const bytes = await file(name);
  const start = 10 + bytes.readUInt16LE(8);
  const [, shape] = /'shape': \\(([^)]*)\\)/.exec(bytes.toString('latin1', 10, start));
  return {
    shape: shape.split(',').filter((n) => n.trim() !== '').map(Number),
    values: new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length)),
  };
}

const norm = (values) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
const largest = (values) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
`;

const JAVASCRIPT_REPORT = `const difference = y.map((value, i) => value - forecast.values[i]);
const error = y.map((value, i) => value - truth.values[i]);
console.log('Largest difference to the forecast by Slimwave:', (largest(difference) / largest(forecast.values)).toExponential(1));
console.log('Relative L2 error of this sample:', (norm(error) / norm(truth.values)).toFixed(4));
`;

const LOAD_SAMPLE = `const [input, forecast, truth] = await Promise.all(
  ['input', 'forecast', 'truth'].map((name) => loadArray(\`sample_\${name}.npy\`)),
);
`;

export const onnxJavascript = (): ExportFile =>
  textFile(
    'forecast.mjs',
    `// Forecasts the sample beside this file. npm install onnxruntime-web, then node forecast.mjs
import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';

${JAVASCRIPT_TOOLS}
${LOAD_SAMPLE}
const session = await ort.InferenceSession.create(await file('network.onnx'));
const { output } = await session.run({ input: new ort.Tensor('float32', input.values, input.shape) });
const y = output.data;
${JAVASCRIPT_REPORT}`,
  );

/** `layers`: the package that a model with layers of ours needs besides tfjs. */
export const tfjsJavascript = (layers?: string): ExportFile =>
  textFile(
    'forecast.mjs',
    `// Forecasts the sample beside this file: node forecast.mjs, after
// npm install @tensorflow/tfjs-core @tensorflow/tfjs-layers @tensorflow/tfjs-backend-cpu${layers === undefined ? '' : ` ${layers}`}
import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
${layers === undefined ? '' : `import '${layers}';\n`}
${JAVASCRIPT_TOOLS}
${LOAD_SAMPLE}
// In a page: await loadLayersModel('model.json').
const { modelTopology, weightsManifest } = JSON.parse(await file('model.json'));
const weights = await file('weights.bin');
const model = await loadLayersModel(
  tf.io.fromMemory({
    modelTopology,
    weightSpecs: weightsManifest[0].weights,
    weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length),
  }),
);
const y = model.predict(tf.tensor(input.values, input.shape)).dataSync();
${JAVASCRIPT_REPORT}`,
  );
