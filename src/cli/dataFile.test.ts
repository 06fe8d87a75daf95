import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { encodeLink } from '../engine/opening/link.ts';
import { writeNpy } from '../engine/files/npy.ts';
import { writeNpz } from '../engine/files/npz.ts';
import type { OwnData } from '../engine/files/ownData.ts';
import { presets } from '../engine/experiment/presets.ts';
import { randomStream } from '../engine/random.ts';
import { readArguments } from './arguments.ts';
import { dataWords, readDataFile, withDataFiles } from './dataFile.ts';
import { writeSamples } from './samples.ts';
import { trainReport } from './train.ts';

const folder = mkdtempSync(join(tmpdir(), 'slimwave-data-'));
afterAll(() => rmSync(folder, { recursive: true }));
const spoken = vi.spyOn(process.stderr, 'write').mockReturnValue(true);

const random = randomStream(3, 'data files');
const array = (...shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.uniform()),
});
function save(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

describe('--data', () => {
  const data1 = save('data1.npy', writeNpy('data1', array(6, 5, 40, 8)));
  const model1 = save('model1.npy', writeNpy('model1', array(6, 1, 8, 8)));

  it('may be several files, and says what they were recognised as', async () => {
    spoken.mockClear();
    const args = dataWords(['train', 'quick', '--data', data1, model1, '--steps', '5']);
    expect(args).toEqual(['train', 'quick', '--data', data1, '--data', model1, '--steps', '5']);
    const own = await readDataFile(args);
    expect(own!.inputs.shape).toEqual([6, 5, 8, 8]);
    const said = spoken.mock.calls.map(([text]) => text).join('');
    expect(said).toContain(
      'data: recognised as OpenFWI, seismograms to model. data1 [n, source, time, receiver]',
    );
    expect(said).toContain("data: read as --map 'in(data1(n,c,x[:40:5],y)),out(model1(n,c,x,y))'");
    const { experiment } = readArguments(args, own);
    expect(experiment.task.map).toBe('in(data1(n,c,x[:40:5],y)),out(model1(n,c,x,y))');
  });

  it('leaves presets and experiment files alone', () => {
    const words = withDataFiles(['train', '--data', 'a', 'quick', 'b'], (word) => word !== 'quick');
    expect(words).toEqual(['train', '--data', 'a', 'quick', 'b']);
    const json = withDataFiles(['train', '--data', 'a', 'e.json'], () => true);
    expect(json).toEqual(['train', '--data', 'a', 'e.json']);
  });

  it('is read as --map says, or as a link does', async () => {
    const map = 'in(data1(n,2,x[:8],y)),out(model1(n,c,x,y)),split(0:4,4:6)';
    const args = ['train', 'quick', '--data', data1, '--data', model1, '--map', map];
    const own = (await readDataFile(args))!;
    expect(own.inputs.shape).toEqual([6, 1, 8, 8]);
    const { experiment } = readArguments(args, own);
    expect(experiment.data).toMatchObject({ train: 4, test: 2 });
    const link = encodeLink(experiment, presets[0]);
    const again = (await readDataFile(['train', link, '--data', data1, '--data', model1]))!;
    expect(again.fingerprint).toBe(own.fingerprint);
    expect(() => readArguments([...args, '--set', 'data.train=5'], own)).toThrow(
      '4 samples are for training and 2 for tests',
    );
  });

  it.each(['preset=quick&task.kind=own', '#task.kind=own&preset=quick&training.steps=5'])(
    'sets the shapes of %s, which without it is refused',
    async (link) => {
      const args = ['train', link, '--data', data1, '--data', model1];
      const { experiment, preset } = readArguments(args, await readDataFile(args));
      expect([preset, experiment.task.kind, experiment.task.inputs]).toEqual([
        'quick',
        'own',
        '5x8x8',
      ]);
      expect(() => readArguments(['train', link])).toThrow('give it with --data FILE');
    },
  );

  it('without a header needs a shape in the mapping', async () => {
    const raw = save('raw.npy', new Uint8Array(array(6, 8, 8).data.buffer));
    const read = (map?: string) =>
      readDataFile(['train', '--data', raw, ...(map === undefined ? [] : ['--map', map])]);
    await expect(read()).rejects.toThrow('as in in(raw@1000x64x64(n,x,y))');
    const own = await read('in(raw@6x2x4x8(n,0,x,y)),out(raw@6x2x4x8(n,1,x,y))');
    expect(own!.inputs.shape).toEqual([6, 1, 4, 8]);
    await expect(read('in(raw@6x8x9(n,x,y)),out(raw@6x8x9(n,x,y))')).rejects.toThrow('raw.npy has');
  });

  it.each([
    ['in(', 'a bracket too many'],
    ['in(data1(n,c,x,y)),out(nothing(n,x,y))', 'The file has no array nothing'],
  ])('and --map %s end with a sentence', async (map, sentence) => {
    await expect(readDataFile(['train', '--data', data1, '--map', map])).rejects.toThrow(sentence);
  });

  it('with nothing that is recognised says what is there', async () => {
    const one = save('one.npz', writeNpz({ series: array(100), other: array(3, 2) }));
    await expect(readDataFile(['train', '--data', one])).rejects.toThrow(
      '--data one.npz: The file has series [100], other [3, 2]. No layout that is known fits it. Say which arrays go in and come out, and what their axes count.',
    );
  });
});

describe('CNO’s layout', () => {
  const LINK =
    '#preset=propagator&task.grid=8&net.width=2&net.blocks=1&net.kernel=3&networks=1&training.steps=6&training.batch=2&backend=cpu&data.train=10&data.test=4';

  const saved = async (file: string, layout: string) => {
    const out = join(folder, file);
    const args = ['simulate', LINK, '--samples', '14', '--layout', layout, '--out', out];
    const { samples, experiment } = readArguments(args);
    await writeSamples(samples!, experiment);
    return out;
  };

  async function errorsOn(file: string, map?: string) {
    const words = ['train', LINK, '--data', file, ...(map === undefined ? [] : ['--map', map])];
    const own: OwnData = (await readDataFile(words))!;
    const report = (await trainReport(readArguments(words, own), () => {})) as {
      networks: Record<
        string,
        { testErrors: { medianL1: number }; test: number; curve: unknown[] }
      >;
    };
    const plain = Object.values(report.networks).map(({ testErrors, test, curve }) => ({
      testErrors,
      test,
      points: curve.map((point) => {
        const { train, test: tested } = point as { train?: number; test?: number };
        return [train, tested];
      }),
    }));
    return { own, plain };
  }

  it('gives the same errors as our own, with the same fields', async () => {
    const [npz, cno] = [await saved('ours.npz', 'npz'), await saved('cno_IN.h5', 'cno')];
    const ours = await errorsOn(npz);
    const theirs = await errorsOn(cno);
    expect(theirs.own.inputs.data).toEqual(ours.own.inputs.data);
    expect(theirs.own.outputs.data).toEqual(ours.own.outputs.data);
    expect(theirs.own.score).toBe('median-l1');

    const standard = theirs.own.mapping!.replace(/,scale\([^)]*\)/, '');
    expect(standard).not.toBe(theirs.own.mapping);
    expect((await errorsOn(cno, standard)).plain).toEqual(ours.plain);

    // With CNO's scalars beside our arrays, also its scaling and score are the same.
    const { by } = theirs.own.scaling as Extract<OwnData['scaling'], { kind: 'min-max' }>;
    const names = ['min_u0', 'max_u0', 'min_u', 'max_u'];
    const scalars = [...by!.input, ...by!.output].map((value, i) => [
      names[i],
      { shape: [], data: Float64Array.of(value) },
    ]);
    const { inputs, outputs } = ours.own;
    const both = save('both.npz', writeNpz({ inputs, outputs, ...Object.fromEntries(scalars) }));
    const scaled = await errorsOn(
      both,
      `in(inputs(n,c,x,y)),out(outputs(n,c,x,y)),scale(min-max,${names.join()}),score(median-l1)`,
    );
    expect(scaled.plain).toEqual(theirs.plain);
    expect(scaled.plain[0].testErrors.medianL1).toBeGreaterThan(0);
  });
});
