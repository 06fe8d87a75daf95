import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { specOf } from '../engine/experiment/network.ts';
import { findPreset } from '../engine/experiment/presets.ts';
import { writeSafetensors } from '../engine/files/safetensors.ts';
import { product } from '../engine/math.ts';
import { planNetwork } from '../engine/nets/plan.ts';
import { readArguments } from './arguments.ts';
import { withWeights } from './weights.ts';

const folder = mkdtempSync(join(tmpdir(), 'slimwave-weights-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Weights for network A of the preset, which is classical, as PyTorch stores them. */
const file = join(folder, 'net.safetensors');
writeFileSync(
  file,
  writeSafetensors(
    planNetwork(findPreset('quick')!.experiment, 'a').layers.map(({ name, shape }) => {
      const dims = [shape.outputs, shape.inputs, ...shape.size];
      const data = Float32Array.from({ length: product(dims) }, (_, i) => Math.sin(i));
      return { name: `${name}.weight`, shape: dims, data };
    }),
    {},
  ),
);

const run = (...args: string[]) => {
  const all = ['train', 'quick', ...args];
  return withWeights(readArguments(all), all);
};

describe('--weights', () => {
  it('puts a file in the place of a network, with the settings that are given for it', async () => {
    const args = ['--weights', `b=${file}`, '--set', 'b.format=tucker-2', '--set', 'b.route=after'];
    const { experiment, weights } = await run(...args);
    const spec = specOf(experiment, 'b');
    expect(spec).toMatchObject({ format: 'tucker-2', route: 'after', loaded: 'keep' });
    expect([...weights!.keys()]).toEqual([spec.weights]);
    // The experiment that says so asks for the file, and finds the network by itself.
    const again = ['--set', `a.weights=${spec.weights}`, '--weights', file];
    expect(specOf((await run(...again)).experiment, 'a').weights).toBe(spec.weights);
  });

  it.each([
    [
      ['--set', 'a.weights=0123456789abcdef'],
      /Network A begins with trained weights .*--weights FILE/,
    ],
    [['--weights', file], /no network of the experiment asks for these weights/],
    [['--weights', `d=${file}`], /There is no network D: add it with --set networks=4/],
    [
      ['--weights', `a=${file}`, '--set', 'net.kernel=3'],
      /Layer “block 1” .* needs a weight of the shape/,
    ],
    [['--weights', 'a=nowhere.onnx'], /--weights nowhere\.onnx: /],
  ])('%j: says what is wrong', async (args, sentence) => {
    await expect(run(...args)).rejects.toThrow(sentence);
  });
});
