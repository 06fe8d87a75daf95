/** Trained models from files: the dialog opens, weights that a link waits for are taken, and nothing else changes. */
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelFile, ModelTensor } from '../../engine/import/modelFile.ts';
import { candidateOf, usualForeignReading } from '../../engine/import/candidate.ts';
import { withSpec, specOf } from '../../engine/experiment/network.ts';
import { encodeLink } from '../../engine/opening/link.ts';
import { presets } from '../../engine/experiment/presets.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { product } from '../../engine/math.ts';
import { writeNpz } from '../../engine/files/npz.ts';
import { writeSafetensors } from '../../engine/files/safetensors.ts';
import { DataFileError } from '../../engine/files/arrays.ts';
import { experiment, phase } from './runs.testing.ts';
import { openedWeights } from './openModel.ts';
import { openPage, settled, work, type World } from './world.testing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Dense weights for network A of the experiment, as PyTorch would store them. */
const tensors = planNetwork(
  withSpec(experiment, 'a', { ...specOf(experiment, 'a'), format: 'classical' }),
  'a',
).layers.flatMap(({ name, shape }): ModelTensor[] => {
  const dims = [shape.outputs, shape.inputs, ...shape.size];
  const wave = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i));
  return [
    { name: `${name}.weight`, shape: dims, data: wave(product(dims)), dtype: '<f4' },
    { name: `${name}.bias`, shape: [shape.outputs], data: wave(shape.outputs), dtype: '<f4' },
  ];
});
const model: ModelFile = { name: 'net.safetensors', origin: 'pytorch', tensors };
const candidate = candidateOf(model, experiment, usualForeignReading);
const loaded = withSpec(experiment, 'a', candidate.spec);

const bytes = writeSafetensors(tensors, {});
const fileOf = (content: Uint8Array, name: string) => new File([Uint8Array.from(content)], name);
const file = fileOf(bytes, 'net.safetensors');

const pageWith = (read: () => Promise<ModelFile>): World => {
  const world = openPage(experiment, undefined, undefined, undefined, read);
  return world;
};

describe('a file of a trained model', () => {
  it('opens the dialog and changes nothing by itself', async () => {
    const world = pageWith(async () => model);
    const before = world.state().experiment;
    const { failed, text } = await world.lab.files.open(file);
    expect([failed, text]).toEqual([
      false,
      'net.safetensors is a trained network: say what to do with it.',
    ]);
    expect(world.lab.models.shown.getState().file).toBe(model);
    expect(world.state().experiment).toBe(before);
    world.lab.models.close();
    expect(world.lab.models.shown.getState().file).toBeUndefined();
  });

  it('is what a link waits for: training is possible once it is open', async () => {
    const world = pageWith(async () => model);
    world.lab.settings.openLink(encodeLink(loaded, presets[0]));
    expect(world.state().issues).toEqual([
      { key: 'a.weights', message: 'Trained weights: drop the file that network A begins with.' },
    ]);
    world.lab.run.train();
    expect(phase(world)).toBe('idle');
    const { text } = await world.lab.files.open(file);
    expect(text).toBe('net.safetensors is open: network A begins with its weights.');
    expect(world.state().issues).toEqual([]);
    expect(world.lab.models.shown.getState().file).toBeUndefined();
  });

  it('goes to the worker of its network, and of no other', async () => {
    const world = pageWith(async () => model);
    await work(world);
    const posts = vi.spyOn(world.networks, 'post');
    world.lab.keepWeights(openedWeights(candidate));
    world.lab.settings.openNetworks(loaded);
    expect(world.state().issues).toEqual([]);
    world.lab.run.train();
    await work(world);
    const sent = posts.mock.calls.flatMap(([id, request]) =>
      request.type === 'prepare' ? [[id, request.weights?.fingerprint]] : [],
    );
    expect(sent).toEqual([
      ['a', candidate.weights.fingerprint],
      ['b', undefined],
    ]);
  });

  it('no longer fits when the architecture changes: the setting says why', async () => {
    const world = pageWith(async () => model);
    world.lab.keepWeights(openedWeights(candidate));
    world.lab.settings.openNetworks(loaded);
    world.lab.settings.setField('net.kernel', String(experiment.net.kernel + 2));
    const [issue] = world.state().issues;
    expect(issue.key).toBe('a.weights');
    expect(issue.message).toMatch(
      /^Trained weights: Layer “block 1” does not fit: in the file it is/,
    );
    world.lab.settings.setField('a.weights', '');
    expect(world.state().issues).toEqual([]);
  });

  it('that is no good leaves the run as it is', async () => {
    const refuse = () => Promise.reject(new DataFileError('net.safetensors: It is cut off.'));
    const world = pageWith(refuse);
    world.lab.run.train();
    await work(world);
    const { run, networks } = world.state();
    expect(await world.lab.files.open(file)).toEqual({
      failed: true,
      text: 'net.safetensors: It is cut off.',
    });
    await settled();
    expect(world.state().run).toBe(run);
    expect(world.state().networks).toBe(networks);
    expect(world.state().reading).toBeUndefined();
  });

  it('of PyTorch’s own kind is not read: the sentence says how to convert it', async () => {
    const world = pageWith(async () => model);
    const pickle = new TextEncoder().encode('\u0080\u0002ccollections\nOrderedDict conv1.weight');
    const torch = zipSync({ 'net/data.pkl': pickle, 'net/data/0': new Uint8Array(8) });
    const { failed, text } = await world.lab.files.open(fileOf(torch, 'net.pt'));
    expect(failed).toBe(true);
    expect(text).toContain(
      'save_file(torch.load("net.pt", weights_only=True), "model.safetensors")',
    );
  });

  it('of Keras’s own kinds is not read: the sentence says how to convert it', async () => {
    const world = pageWith(async () => model);
    const head = '\u0000layers\u0000vars\u0000';
    const hdf5 = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);
    const weights = Uint8Array.from([...hdf5, ...new TextEncoder().encode(head)]);
    const archive = zipSync({ 'config.json': new Uint8Array(2), 'model.weights.h5': weights });
    const files = [fileOf(weights, 'net.weights.h5'), fileOf(archive, 'net.keras')];
    for (const one of files) {
      const { failed, text } = await world.lab.files.open(one);
      expect(failed).toBe(true);
      expect(text).toContain(`${one.name} is a file of Keras, which is not read directly.`);
      expect(text).toContain('np.moveaxis(w.numpy(), (-1, -2), (0, 1))');
    }
    const other = fileOf(hdf5, 'data.h5');
    expect((await world.lab.files.open(other)).text).toContain('There are no files here.');
  });

  it('is told from data in the same containers', async () => {
    const world = pageWith(() => Promise.reject(new Error('read as a model')));
    const data = { inputs: { shape: [2, 1], data: new Float32Array(2) } };
    const npz = await world.lab.files.open(fileOf(writeNpz(data), 'a.npz'));
    const arrays = [{ name: 'inputs', shape: [2, 1], data: new Float32Array(2) }];
    const tensorFile = fileOf(writeSafetensors(arrays, {}), 'a.safetensors');
    for (const { text } of [npz, await world.lab.files.open(tensorFile)]) {
      expect(text).toContain('There are no files here.');
    }
  });
});
