/** Runs whose samples a GPU simulates: in single precision they are others, and the run says so. */
import { afterEach, expect, it } from 'vitest';
import { phase, pageOn, storage, trained } from './runs.testing.ts';
import { samplesPhrase, setSamplesOn } from './samplesOn.ts';
import { settled, work, type World } from './world.testing.ts';

afterEach(() => setSamplesOn('wasm'));

/** Trains with samples of this kind; says how many ranges of samples were made for it. */
async function train(world: World, on: 'wasm' | 'webgpu'): Promise<number> {
  let chunks = 0;
  const listener = world.pool.listener!;
  world.pool.listener = {
    ...listener,
    onChunk: (chunk, by) => {
      chunks++;
      listener.onChunk(chunk, by);
    },
  };
  setSamplesOn(on);
  world.lab.run.train();
  await work(world);
  expect(phase(world)).toBe('finished');
  world.pool.listener = listener;
  return chunks;
}

it('samples are made again after another choice, and only then', async () => {
  const world = await pageOn(storage());
  expect(await train(world, 'webgpu')).toBeGreaterThan(0);
  expect(world.state().samples).toEqual({ wanted: 'webgpu', madeOn: 'webgpu' });
  expect(await train(world, 'webgpu')).toBe(0);
  expect(world.state().samples.madeOn).toBe('webgpu');
  expect(await train(world, 'wasm')).toBeGreaterThan(0);
  expect(world.state().samples).toEqual({ wanted: 'wasm', madeOn: 'wasm' });
});

it('a run says that both have made samples, where a GPU did not go on', async () => {
  const world = await pageOn(storage());
  setSamplesOn('webgpu');
  world.lab.run.train();
  await work(world, () => world.state().data.done > 0);
  world.pool.on = 'wasm';
  await work(world);
  expect(world.state().samples).toEqual({ wanted: 'webgpu', madeOn: 'mixed' });
  expect(samplesPhrase('mixed')).toBe('samples simulated on WebGPU and WebAssembly');
});

it('a stored run goes on with samples of the kind that it began with', async () => {
  const kept = storage();
  const world = await pageOn(kept);
  setSamplesOn('webgpu');
  world.lab.run.train();
  await work(world, trained(world, 'b', 3));
  for (const id of ['a', 'b'] as const) world.networks.checkpoint(id);
  await settled();
  kept.reload();
  setSamplesOn('wasm');
  const later = await pageOn(kept);
  const { offer } = later.lab.stored.offered.getState();
  expect(offer?.run.samplesOn).toBe('webgpu');
  await later.lab.stored.accept();
  expect(later.state().samples.wanted).toBe('webgpu');
  await work(later);
  expect(phase(later)).toBe('finished');
  expect(later.state().samples.madeOn).toBe('webgpu');
});
