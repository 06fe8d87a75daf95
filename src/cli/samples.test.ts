import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildDataSets } from '../engine/data/samples.ts';
import { sampleParameters } from '../engine/data/sampling.ts';
import { toArray } from '../engine/experiment/parameters.ts';
import { readHdf5 } from '../engine/files/hdf5.ts';
import { openDataFile } from '../engine/files/ownData.ts';
import { readArguments } from './arguments.ts';
import { writeSamples } from './samples.ts';
import { openStreamFile } from './streamFile.ts';
import { UsageError } from './usageError.ts';

const folder = mkdtempSync(join(tmpdir(), 'slimwave-samples-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TINY =
  '#preset=quick&scene.elements=4&source.frequency=1..1.6&task.grid=8&task.frames=4&data.train=16&data.test=4';
const bytesOf = (file: string) => new Uint8Array(readFileSync(file));

const simulate = (file: string, ...args: string[]) => {
  const out = join(folder, file);
  const { samples, experiment } = readArguments(['simulate', TINY, ...args, '--out', out]);
  return { out, request: samples!, experiment };
};

describe('simulate --samples', () => {
  it('writes the samples that the experiment trains on and is tested with', async () => {
    const { out, request, experiment } = simulate(
      'both.hdf5',
      '--samples',
      '5+3',
      '--layout',
      'pdebench',
    );
    const report = await writeSamples(request, experiment);
    expect(report).toMatchObject({ layout: 'pdebench', samples: { test: 3, train: 5 } });
    const arrays = await readHdf5(bytesOf(out));
    const { train, test } = sampleParameters(experiment);
    expect([...arrays.get('parameters')!.data]).toEqual(
      [...test.slice(0, 3), ...train.slice(0, 5)].flatMap(toArray),
    );
    // Scaled and back, the sets of a run are the same up to rounding.
    const sets = buildDataSets(experiment);
    const { data } = arrays.get('tensor')!;
    const first = sets.test.fields.subarray(0, sets.test.size);
    const unit = sets.scaling!.unit[0];
    first.forEach((value, i) => {
      const [point, time] = [Math.floor(i / 4), i % 4];
      expect(data[time * 64 + point] / unit).toBeCloseTo(value, 5);
    });
  });

  it('writes test samples alone, as own data opens them', async () => {
    const { out, request, experiment } = simulate('test.npz', '--samples', '3', '--part', 'test');
    await writeSamples(request, experiment);
    const own = await openDataFile(out, bytesOf(out));
    expect(own.outputs.shape).toEqual([3, 4, 8, 8]);
    const { test } = sampleParameters(experiment);
    expect([...own.inputs.data]).toEqual(test.slice(0, 3).flatMap(toArray));
  });

  it('leaves what was there, and nothing else, where it is interrupted', async () => {
    const { out, request, experiment } = simulate(
      'stopped.h5',
      '--samples',
      '500',
      '--layout',
      'pdebench-seed',
    );
    writeFileSync(out, 'before');
    const signals = new EventEmitter();
    const writing = writeSamples(request, experiment, signals);
    signals.emit('SIGTERM');
    await expect(writing).rejects.toThrow(/Stopped after \d+ of 500 samples: nothing was written/);
    expect(readFileSync(out, 'utf8')).toBe('before');
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
    expect(signals.listenerCount('SIGTERM')).toBe(0);
  });

  it('removes what a killed one has left', () => {
    const out = join(folder, 'again.npz');
    writeFileSync(`${out}.12345678.part`, '');
    const file = openStreamFile('--out', out, 10);
    file.sink.write(0, Uint8Array.of(1, 2));
    file.finish();
    expect([...bytesOf(out)]).toEqual([1, 2]);
    expect(readdirSync(folder).filter((name) => name.startsWith('again'))).toEqual(['again.npz']);
  });

  it('needs room for the whole file before it begins', () => {
    const open = () => openStreamFile('--out', join(folder, 'huge.npz'), 1e18);
    expect(open).toThrow(/will have about 1000000000 GB, and there is room for/);
    expect(readdirSync(folder).filter((name) => name.startsWith('huge'))).toEqual([]);
    expect(() => openStreamFile('--out', folder, 1)).toThrow('not a file');
    const missing = join(folder, 'missing', 'a.npz');
    expect(() => openStreamFile('--out', missing, 1)).toThrow(/there is no folder .*missing/);
  });

  it.each([
    [['--samples', '0', '--out', 'a.npz'], 'from 1 to 1000000'],
    [['--samples', '1e3', '--out', 'a.npz'], 'from 1 to 1000000'],
    [['--samples', '1+2+3', '--out', 'a.npz'], 'from 1 to 1000000'],
    [['--samples', '5'], 'needs --out FILE'],
    [['--samples', '5', '--layout', 'zarr', '--out', 'a.npz'], 'no layout “zarr”; use npz,'],
    [['--samples', '5', '--layout', 'pdebench', '--out', 'a.h5'], 'end with .hdf5'],
    [['--samples', '5', '--layout', 'cno', '--out', 'a.h5'], 'one field as input'],
    [['--samples', '5+2', '--layout', 'the-well', '--out', 'a.hdf5'], '--samples 2 --part test'],
    [['--samples', '5+2', '--part', 'test', '--out', 'a.npz'], 'single number'],
    [['--samples', '5', '--part', 'shifted', '--out', 'a.npz'], 'train or test, not “shifted”'],
    [['--samples', '5', '--mesh', 'm.json', '--out', 'a.npz'], 'for one wave'],
    [['--layout', 'npz', '--out', 'a.npz'], 'need --samples'],
  ])('refuses %j', (args, sentence) => {
    expect(() => readArguments(['simulate', TINY, ...args])).toThrow(UsageError);
    expect(() => readArguments(['simulate', TINY, ...args])).toThrow(sentence);
  });

  it('belongs to simulate', () => {
    expect(() => readArguments(['train', TINY, '--samples', '5'])).toThrow('belong to “simulate”');
  });
});
