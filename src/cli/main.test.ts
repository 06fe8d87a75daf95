import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceArguments } from '../../scripts/tools.mjs';
import { afterAll, describe, expect, it } from 'vitest';
import { formatItems } from '../engine/experiment/list.ts';
import { writeNpz } from '../engine/files/npz.ts';
import { readArguments } from './arguments.ts';
import { UsageError } from './usageError.ts';
import { readDataFile } from './dataFile.ts';
import { trainReport } from './train.ts';
import { specOf } from '../engine/experiment/network.ts';
import { experimentFrom, findPreset } from '../engine/experiment/presets.ts';

const folder = mkdtempSync(join(tmpdir(), 'slimwave-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** Runs the real program. */
function slimwave(...args: string[]) {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...sourceArguments(), main, ...args],
    {
      encoding: 'utf8',
      maxBuffer: 1e8,
    },
  );
  return { status, stdout, stderr };
}

const TINY =
  '#preset=quick&scene.mesh=triangles&scene.order=1&scene.left=absorbing&scene.right=absorbing&scene.top=absorbing&scene.elements=16&source.frequency=1..1.6&task.grid=8&task.frames=4&data.train=16&data.test=4&net.width=4&net.kernel=3&training.steps=6&training.batch=4';

describe('arguments', () => {
  it('take a preset, a link or a file, and --set on top', () => {
    expect(readArguments(['count']).preset).toBe('frames');
    expect(readArguments(['count', 'quick']).preset).toBe('quick');
    const link = readArguments(['count', 'https://example.org/x/#preset=quick&b.rank=3']);
    expect(specOf(link.experiment, 'b').rank).toEqual({ rank: 3 });
    const gap = readArguments(['count', '#preset=quick&c.format=one-way']);
    expect(specOf(gap.experiment, 'c').format).toBe('one-way');
    const path = file(
      'experiment.json',
      '{"preset": "volume", "b.rank": "25%", "training.steps": 7}',
    );
    const fromFile = readArguments(['train', path, '--set', 'b.format=one-way', '--seed', '5']);
    expect(specOf(fromFile.experiment, 'b')).toMatchObject({
      format: 'one-way',
      rank: { keep: 0.25 },
    });
    expect(fromFile.experiment.data.seed).toBe(5);
    expect(fromFile.experiment.training).toMatchObject({ steps: 7, initSeed: 5, shuffleSeed: 5 });
  });

  it('say which seeds to repeat with', () => {
    const seeds = (...args: string[]) =>
      readArguments(['train', ...args]).seeds.map(({ initSeed, shuffleSeed }) => [
        initSeed,
        shuffleSeed,
      ]);
    expect(seeds()).toEqual([]);
    expect(seeds('--seeds', '1..3')).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(seeds('--seeds', '7, 1..2')).toEqual([
      [7, 7],
      [1, 1],
      [2, 2],
    ]);
    expect(seeds('--repeats', '2', '--set', 'training.initSeed=5')).toEqual([
      [5, 1],
      [6, 2],
    ]);
  });

  it('take a link as it comes out of a mail, and keys in any capitals', () => {
    for (const link of [
      'https://example.org/%23v%3D1%26preset%3Dquick%26b.rank%3D25%',
      '#v=3&amp;preset=quick&amp;b.rank=25%).',
      '#view=stage&preset=quick&hide=scene&autorun&b.rank=25%25&projector=on&lesson=tour',
      'preset=quick&b.rank=25%25',
    ]) {
      const { preset, experiment } = readArguments(['count', link, '--set', 'B.Rate =0,02']);
      expect(preset).toBe('quick');
      expect(specOf(experiment, 'b')).toMatchObject({ rank: { keep: 0.25 }, rate: 0.02 });
    }
    expect(() => readArguments(['count', 'nofile=1'])).toThrow('neither a preset');
  });

  it('read receivers and the source', () => {
    const { experiment, parameters } = readArguments([
      'simulate',
      '--receivers',
      '0.5,0.5 1,0.25',
      '--source',
      '0.2,0.3,2.5',
    ]);
    expect(formatItems(experiment.scene.receivers)).toBe('point(0.5,0.5) point(1,0.25)');
    expect(parameters).toEqual({ x: 0.2, y: 0.3, frequency: 2.5, others: [] });
  });

  it.each([
    [['fly'], 'no command'],
    [['count', 'nowhere'], 'neither a preset'],
    [['count', tmpdir()], 'not a file'],
    [['count', 'quick', 'more'], 'one argument too many'],
    [['count', '--set', 'b.rank'], 'needs key=value'],
    [['count', '--set', 'b.rank=0'], 'must be a whole rank'],
    [['count', '--set', 'b.rang=1'], 'no setting'],
    [['count', '--set', 'task.grid=30'], 'divisible by'],
    [
      ['count', '#preset=quick', '--set', 'd.format=one-way'],
      'there is no network D; add it with --set networks=4.',
    ],
    [['count', '#preset=quick', '--set', 'reference=c'], 'there is no network C'],
    [['count', '#preset=quick', '--set', 'view=stage'], 'says how the page shows an experiment'],
    [['count', '--set', 'e.format=one-way'], 'no setting'],
    [['count', '--set', 'networks=5'], 'from 1 to 4'],
    [['count', '#b.rank=0'], 'was ignored'],
    [['train', '--steps', 'many'], 'whole number'],
    [['train', '--steps', '1e9'], 'whole number'],
    [['train', '--seed=-1'], 'whole number'],
    [['train', '--backend', 'cuda'], 'must be one of'],
    [['train', '--receivers', '0,0'], 'belong to'],
    [['simulate', '--receivers', '0.5;0.5'], 'must be x,y'],
    [['simulate', '--receivers', '2,0.5'], 'from 0 to 1 m'],
    [['simulate', '--source', '0.5,0.5,NaN'], 'Source frequency must be'],
    [['simulate', '--source', '0.5,0.5,1e200'], 'Source frequency must be'],
    [['simulate', '--set', 'scene.elements=16', '--source', '0.5,0.5,18'], 'wavelength has only'],
    [['simulate', '--source', '0.5,1.5,2'], 'Source y must lie inside'],
    [['simulate', '--source', '0.5'], 'must be x,y,frequency'],
    [['simulate', '--steps', '5'], 'do not change a simulation'],
    [['simulate', '--mesh', 'a.json', '--out', 'a.json'], 'must be different files'],
    [['simulate', '--gather', 'a.npz'], 'needs receivers'],
    [['simulate', '--gather', 'a.sac', '--receivers', '0.5,0.5'], 'must end with .npz'],
    [
      ['simulate', '--receivers', 'line(0.1,0.9,0.9,0.9)'],
      'must be written line\\(x1,y1,x2,y2,count\\)',
    ],
    [['train', '--gather', 'a.npz'], 'belong to'],
    [['train', '--mesh', 'a.json'], 'belong to'],
    [['simulate', '--set', 'scene.elements=100000'], 'from 4 to 256'],
    [['simulate', '--reference'], '--reference belongs to “accuracy”'],
    [['simulate', '--reference'], '--reference belongs to “accuracy”'],
    [['count', '--unknown'], 'unknown'],
    [['count', '--repeats', '3'], 'belong to “train”'],
    [['train', '--repeats', '0'], 'from 2 to 100'],
    [['train', '--repeats', '1000'], 'from 2 to 100'],
    [['train', '--repeats', '1.5'], 'from 2 to 100'],
    [['train', '--repeats', '3', '--set', 'training.initSeed=999998'], 'beyond 999999'],
    [['train', '--repeats', '3', '--seeds', '1,2'], 'exclude each other'],
    [['train', '--seeds', '1,2,1'], 'names seed 1 twice'],
    [['train', '--seeds', '1..3,2'], 'names seed 2 twice'],
    [['train', '--seeds', '1'], 'from 2 to 100 seeds'],
    [['train', '--seeds', '0..99999999'], 'from 2 to 100 seeds'],
    [['train', '--seeds', '999999..1000000'], 'none above 999999'],
    [['train', '--seeds', '5..1'], 'whole numbers from 0'],
    [['train', '--seeds', '1,x'], 'whole numbers from 0'],
  ])('%j are refused', (args, sentence) => {
    expect(() => readArguments(args)).toThrow(UsageError);
    expect(() => readArguments(args)).toThrow(new RegExp(sentence, 'i'));
  });

  it('refuse files that are none', () => {
    const junk = file('junk.json', 'x'.repeat(10_000_000));
    expect(() => readArguments(['count', junk])).toThrow('10000000 bytes');
    const broken = file('broken.json', '{"preset": ');
    expect(() => readArguments(['count', broken])).toThrow('not JSON');
  });
});

describe('the program', () => {
  it('prints the schema as JSON, and nothing else', () => {
    const { status, stdout } = slimwave('schema');
    expect(status).toBe(0);
    const { settings, presets } = JSON.parse(stdout);
    expect(settings.length).toBeGreaterThan(30);
    for (const { id, differences } of presets) {
      // The listed differences rebuild the preset from the defaults.
      expect(experimentFrom(differences)).toEqual(findPreset(String(id))!.experiment);
    }
  });

  it('estimates the error of the wave, and measures it', () => {
    const { status, stdout } = slimwave('accuracy', TINY, '--reference');
    expect(status).toBe(0);
    const { estimated, measured } = JSON.parse(stdout) as {
      estimated: { error: number };
      measured: { error: number; referenceCells: number };
    };
    expect(measured.error / estimated.error).toBeGreaterThan(0.2);
    expect(measured.error / estimated.error).toBeLessThan(5);
    expect(measured.referenceCells).toBe(16);
  });

  it('counts every layer', () => {
    const link = '#preset=quick';
    const added = ['--set', 'c.format=one-way', '--set', 'reference=c', '--set', 'networks=3'];
    const { status, stdout } = slimwave('count', link, ...added);
    expect(status).toBe(0);
    const { preset, reference, ...networks } = JSON.parse(stdout) as {
      preset: string;
      reference: 'a' | 'b' | 'c';
    } & Record<
      'a' | 'b' | 'c',
      {
        totals: { parameters: number };
        relative: { parameters: number };
        layers: { parameters: number }[];
      }
    >;
    expect({ preset, reference }).toEqual({ preset: 'quick', reference: 'c' });
    expect(Object.keys(networks)).toEqual(['a', 'b', 'c']);
    for (const network of Object.values(networks)) {
      const total = network.layers.reduce((sum, layer) => sum + layer.parameters, 0);
      expect(total).toBe(network.totals.parameters);
      expect(network.relative.parameters).toBe(total / networks[reference].totals.parameters);
    }
  });

  it('simulates and writes the same JSON to --out', () => {
    const out = join(folder, 'wave.json');
    const { status, stdout } = slimwave('simulate', TINY, '--receivers', '0.5,0.5', '--out', out);
    expect(status).toBe(0);
    const wave = JSON.parse(stdout);
    expect(wave.mesh).toMatchObject({ kind: 'triangles', nodes: 289, cells: 512 });
    expect(wave.traces[0].u).toHaveLength(wave.steps + 1);
    expect(wave.energy.values).toHaveLength(wave.energy.times.length);
    expect(wave.steps * wave.dt).toBeCloseTo(wave.outputTimes.at(-1), 12);
    expect(readFileSync(out, 'utf8')).toBe(stdout);
  });

  it('writes a shot gather', () => {
    const path = join(folder, 'gather.npz');
    const line = ['--receivers', 'line(0.2,0.8,0.8,0.8,5)', '--gather', path];
    const { status, stdout } = slimwave('simulate', TINY, ...line);
    expect(status).toBe(0);
    const wave = JSON.parse(stdout);
    expect(wave.traces.map(({ name }: { name: string }) => name)).toEqual([
      'R001',
      'R002',
      'R003',
      'R004',
      'R005',
    ]);
    expect(wave.source).toMatchObject({ kind: 'ricker', origin: 1.2 / wave.source.frequency });
    expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK');
  });

  it('simulates a scene with everything in it, and writes its mesh', () => {
    const path = join(folder, 'mesh.json');
    const settings = {
      'scene.mesh': 'fitted',
      'scene.obstacles': 'circle(driven,0.7,0.62,0.06)',
      'scene.inclusions': 'circle(0.7,0.4,0.08,1.2,2)',
      'scene.layers': 'layer(0.2,1.5,1.3)',
      'zone.submodel': 'on',
    };
    const sets = Object.entries(settings).flatMap(([key, text]) => ['--set', `${key}=${text}`]);
    const { status, stdout } = slimwave('simulate', TINY, ...sets, '--mesh', path);
    expect(status).toBe(0);
    const wave = JSON.parse(stdout);
    expect(wave.submodel.relativeL2).toBeGreaterThan(0);
    expect(wave.submodel.relativeL2).toBeLessThan(0.2);
    const mesh = JSON.parse(readFileSync(path, 'utf8'));
    expect(mesh.nodes).toHaveLength(wave.mesh.nodes);
    expect(mesh.cells).toHaveLength(wave.mesh.cells);
    expect(Object.keys(mesh.boundary).toSorted()).toEqual(
      ['bottom', 'left', 'obstacle 1', 'right', 'top'].toSorted(),
    );
    for (const cell of mesh.cells)
      for (const node of cell) expect(node).toBeLessThan(mesh.nodes.length);
  });

  it('trains with several seeds, says what they decide, and gives what there is after each', async () => {
    interface Repeated {
      preset: string;
      networks: Record<'b', { test: number }>;
      repeats: {
        missing?: number;
        seeds: { initSeed: number; networks: Record<'b', { test: number }> }[];
        statistics: Record<string, unknown>[];
      };
    }
    const kept: Repeated[] = [];
    const invocation = readArguments(['train', TINY, '--repeats', '2', '--backend', 'cpu']);
    const keep = (soFar: object) => kept.push(structuredClone(soFar) as Repeated);
    const { preset, networks, repeats } = (await trainReport(invocation, keep)) as Repeated;
    const { seeds, statistics } = repeats;
    expect(repeats.missing).toBeUndefined();
    expect(seeds.map(({ initSeed }) => initSeed)).toEqual([1, 2]);
    expect(seeds[0].networks).toEqual(networks);
    const tests = seeds.map((run) => run.networks.b.test);
    expect(tests[0]).not.toBe(tests[1]);
    const [, b] = statistics;
    expect(b.test_relative_l2_mean).toBeCloseTo((tests[0] + tests[1]) / 2, 12);
    expect(b).toMatchObject({ network: 'b', reference: 'a', pairs: 2 });
    expect(b.verdict_text).toMatch(/seeds|told apart/);
    const [first, ...others] = kept;
    expect(others).toEqual([]);
    expect(first).toMatchObject({ preset, networks, repeats: { missing: 1, seeds: [seeds[0]] } });
    expect(first.repeats.statistics).toMatchObject([{}, { network: 'b', pairs: 1 }]);
  });

  it('trains all networks, and says how they are to the reference', () => {
    const link = `${TINY}&networks=3&c.format=one-way&reference=b`;
    const { status, stdout, stderr } = slimwave('train', link, '--backend', 'wasm');
    expect(status).toBe(0);
    const { backend, networks } = JSON.parse(stdout);
    expect(backend.name).toBe('wasm');
    expect(Object.keys(networks)).toEqual(['a', 'b', 'c']);
    expect(networks.b.relative).toMatchObject({ parameters: 1, test: 1, stepMs: 1 });
    for (const id of ['a', 'b', 'c']) {
      expect(networks[id].relative.test).toBe(networks[id].test / networks.b.test);
      expect(networks[id].curve.at(-1).step).toBe(6);
      expect(networks[id].test).toBeGreaterThan(0);
      expect(networks[id].stepMs).toBeGreaterThan(0);
      const { samples, waves, worst, frames } = networks[id].where;
      expect(worst.error).toBe(Math.max(...samples));
      expect(waves.bands).toHaveLength(3);
      expect(frames.times).toHaveLength(frames.errors.length);
    }
    expect(stderr).toContain('network b: step 6 of 6');
  });

  it('ends with code 2 and one line on a bad argument, and leaves what is in --out', () => {
    const out = file('kept.json', 'of yesterday');
    const { status, stdout, stderr } = slimwave('train', '--backend', 'webgpu', '--out', out);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(readFileSync(out, 'utf8')).toBe('of yesterday');
  });

  it('tells at once when --out cannot be written', () => {
    const { status, stdout, stderr } = slimwave(
      'train',
      TINY,
      '--out',
      join(folder, 'no', 'where'),
    );
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('--out');
    expect(stderr).not.toContain('simulated');
  });

  it('goes on with the other network when one diverges, and ends with code 1', () => {
    const wild = ['net.width=24', 'net.kernel=7', 'a.rate=0.5'].flatMap((pair) => ['--set', pair]);
    const more = ['--steps', '20', '--backend', 'wasm'];
    const { status, stdout, stderr } = slimwave('train', TINY, ...wild, ...more);
    expect(status).toBe(1);
    expect(stderr).toContain('diverged');
    const { a, b } = JSON.parse(stdout).networks;
    expect(a.error).toContain('diverged');
    expect(a.test).toBeUndefined();
    expect(b.test).toBeGreaterThan(0);
  });
});

describe('own data', () => {
  const data = file('own.npz', '');
  writeFileSync(
    data,
    writeNpz({
      parameters: { shape: [12, 2], data: Float32Array.from({ length: 24 }, (_, i) => i) },
      fields: {
        shape: [12, 2, 8, 8],
        data: Float32Array.from({ length: 12 * 128 }, (_, i) => Math.sin(i)),
      },
    }),
  );

  it('is trained on', () => {
    const { status, stdout } = slimwave('train', TINY, '--data', data, '--set', 'data.train=8');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as {
      settings: Record<string, string>;
      networks: { b: { test: number } };
    };
    expect(report.settings).toMatchObject({ 'task.kind': 'own', 'task.outputs': '2x8x8' });
    expect(report.networks.b.test).toBeGreaterThan(0);
  });

  it.each([
    [['train', '#task.kind=own&task.inputs=2&task.outputs=1x8x8'], 'needs its data file'],
    [['simulate', '#task.kind=own&task.inputs=2&task.outputs=1x8x8'], 'not simulated'],
    [['train', 'quick', '--set', 'task.kind=own'], 'needs its data file: give it with --data'],
    [['simulate', 'quick', '--set', 'task.kind=own'], 'not simulated'],
    [['simulate', 'propagator'], 'has no scene to simulate'],
    [['count', 'quick', '--data', 'x.npz'], 'belong'],
    [
      ['stduy'],
      'use schema, count, accuracy, simulate, train, study, advise, pretrain or measure.',
    ],
  ])('%j is refused', (args, sentence) => {
    expect(() => readArguments(args)).toThrow(sentence);
  });

  it('that can’t be opened ends with a sentence', async () => {
    await expect(readDataFile(['train', '--data', join(folder, 'none.npz')])).rejects.toThrow(
      UsageError,
    );
    await expect(readDataFile(['train', `--data=${file('bad.npz', 'x')}`])).rejects.toThrow(
      /^--data bad\.npz: .*\.$/,
    );
  });
});
