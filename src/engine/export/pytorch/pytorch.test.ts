/** The Python modules, run by PyTorch where this machine has it, all in one process: it takes seconds to start. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../files/safetensors.ts';
import {
  channelsFirstOf,
  inputFor,
  largestDifference,
  networkFor,
  smallCases,
  smallExperiment,
} from '../networks.testing.ts';
import type { PortableIo } from '../portable/io.ts';
import type { Kernels } from '../portable/network.ts';
import { portableNetwork } from '../portable/read.ts';
import { pytorchModule } from './module.ts';

const folder = mkdtempSync(join(tmpdir(), 'slimwave-pytorch-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(async () => {
  await tf.setBackend('cpu');
});

function has(module: string): boolean {
  try {
    execFileSync('python3', ['-c', `import ${module}`], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

const end = { axes: ['channel', 'x', 'y'], quantities: ['u'], mean: [0.25], unit: [2] };
const ioOf = (network: { shape: readonly number[] }[]): PortableIo => ({
  input: { ...end, shape: network[0].shape },
  output: { ...end, shape: network.at(-1)!.shape },
});

const cases = smallCases.flatMap(([name, format]) =>
  (['factorised', 'dense'] as const).map((kernels) => ({ name, format, kernels })),
);

/** A module with its weights, an input and what is wanted of it. */
async function put(index: number, kernels: Kernels): Promise<Float32Array> {
  const { name, format } = cases[index];
  const model = networkFor(smallExperiment(name, format));
  const network = await portableNetwork(model, kernels);
  const { source, tensors } = pytorchModule(network, ioOf([...network]), 'A test');
  const x = inputFor(model);
  const y = model.predict(x) as tf.Tensor;
  const [given, wanted] = await Promise.all([x, y].map(channelsFirstOf));
  tf.dispose([x, y]);
  model.dispose();
  const own = join(folder, `case_${index}`);
  mkdirSync(own);
  writeFileSync(join(own, 'network.py'), source);
  writeFileSync(join(own, 'weights.safetensors'), writeSafetensors(tensors));
  const input = { name: 'x', shape: given.shape, data: given.data };
  writeFileSync(join(own, 'input.safetensors'), writeSafetensors([input]));
  return wanted.data;
}

const PROGRAM = `
import importlib.util, pathlib, sys
import torch
torch.set_num_threads(1)
for folder in pathlib.Path(sys.argv[1]).iterdir():
    spec = importlib.util.spec_from_file_location("network", folder / "network.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    x = module.read_safetensors(folder / "input.safetensors")["x"]
    with torch.no_grad():
        y = module.load()(x)
    back = module.scaled_input(module.output_in_units(y))
    assert torch.allclose(back, y, atol=1e-5 * float(y.abs().max()))
    (folder / "output").write_bytes(bytes(y.contiguous().view(torch.uint8).flatten().tolist()))
`;

describe.skipIf(!has('torch'))('PyTorch (skipped where it is not installed)', () => {
  it('forecasts the same waves', { timeout: 120_000 }, async () => {
    const wanted: Float32Array[] = [];
    for (const [index, { kernels }] of cases.entries()) wanted.push(await put(index, kernels));
    execFileSync('python3', ['-c', PROGRAM, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    cases.forEach(({ name, format, kernels }, index) => {
      const bytes = readFileSync(join(folder, `case_${index}`, 'output'));
      const made = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
      const what = `${name}, ${format}, ${kernels}`;
      expect(largestDifference(made, wanted[index]), what).toBeLessThan(1e-5);
    });
  });
});

it('names the layers, and shows every factor of a convolution', async () => {
  const model = networkFor(smallExperiment('unet', 'layer-cp'));
  const network = await portableNetwork(model, 'factorised');
  const { source, tensors } = pytorchModule(network, ioOf([...network]), 'A test');
  expect(source).toContain(`        self.down_1 = stages(
            enter=Convolution(5, 2, (1, 1)),
            filter_1=Convolution(2, 2, (3, 1), stride=(2, 1), groups=2),
            filter_2=Convolution(2, 2, (1, 3), stride=(1, 2), groups=2),`);
  expect(source).toContain('torch.cat([x, kept_');
  expect(source.split('\n').filter((line) => line.length > 100)).toEqual([]);
  const stored = tensors.reduce((total, { data }) => total + data.length, 0);
  expect(stored).toBe(model.countParams());
});
