import { describe, expect, it } from 'vitest';
import type { ArrayInfo } from '../../engine/files/container/container.ts';
import type { Mapping } from '../../engine/mapping/mapping.ts';
import { formatMapping, parseMapping } from '../../engine/mapping/mappingText.ts';
import { emptyMapping, setAxis, setIndex, setPart, setUse, usageOf } from './draft.ts';
import { kindOf, partKinds, partOfKind, sliceOf } from './partKinds.ts';
import { rowNamed, rowsOf, type Row } from './rows.ts';
import { summarise } from './summary.ts';
import { asRows, proposedWithout, shapeProblem, typeName } from './texts.ts';

const array = (name: string, shape: readonly number[], dtype = '<f4'): ArrayInfo => ({
  name,
  file: 'a.h5',
  path: name,
  shape,
  dtype,
  attributes: {},
  bytes: 4 * shape.reduce((one, other) => one * other, 1),
});

const arrays = [
  array('wave', [40, 5, 24, 16]),
  array('speed', [40, 24, 16]),
  array('later', [40, 5, 24, 16]),
];
const rows = rowsOf(arrays);
const row = (name: string): Row => rowNamed(rows, name)!;
const wanted = { train: 512, test: 128, seed: 1 };
const text = (mapping: Mapping) => formatMapping(mapping);

describe('the use of arrays', () => {
  it('takes axes as they look, and parts of time where an array goes in and comes out', () => {
    const both = setUse(emptyMapping, rows, row('wave'), 'both');
    expect(text(both)).toBe('in(wave(n,t[0],x,y)),out(wave(n,t[1:],x,y))');
    const more = setUse(both, rows, row('speed'), 'input');
    expect(text(more)).toBe('in(wave(n,t[0],x,y),speed(n,x,y)),out(wave(n,t[1:],x,y))');
    expect(['wave', 'speed', 'later'].map((name) => usageOf(more, name))).toEqual([
      'both',
      'input',
      'none',
    ]);
    const { problems, text: summary } = summarise(arrays, more, wanted);
    expect(problems).toEqual([]);
    expect(summary.replaceAll(/\s/g, ' ')).toBe(
      '32 samples for training, 8 for testing; inputs 2 × 24 × 16; outputs 4 × 24 × 16; 369 kB of 676 kB are read.',
    );
    expect(text(setUse(more, rows, row('wave'), 'output'))).toBe(
      'in(speed(n,x,y)),out(wave(n,t[1:],x,y))',
    );
    expect(usageOf(setUse(more, rows, row('wave'), 'none'), 'wave')).toBe('none');
  });

  it('takes channels for times where the same would go in and come out', () => {
    const channels = setAxis(
      setUse(emptyMapping, rows, row('wave'), 'input'),
      rows,
      'wave',
      1,
      'channel',
    );
    expect(text(setUse(channels, rows, row('wave'), 'both'))).toBe(
      'in(wave(n,t[0],x,y)),out(wave(n,t[1:],x,y))',
    );
  });

  it('says what is missing, and where', () => {
    expect(summarise(arrays, emptyMapping, wanted).problems.map(({ at }) => at)).toEqual([
      'inputs',
      'outputs',
    ]);
    const unlike = setUse(
      setUse(emptyMapping, rows, row('speed'), 'input'),
      rows,
      row('wave'),
      'output',
    );
    const turned = setAxis(unlike, rows, 'speed', 1, 'y');
    const [problem] = summarise(arrays, turned, wanted).problems;
    expect(problem).toMatchObject({ at: 'inputs', array: 0 });
    expect(problem.message).toContain('16 × 24');
  });
});

describe('axes', () => {
  const used = setUse(
    setUse(emptyMapping, rows, row('wave'), 'input'),
    rows,
    row('later'),
    'output',
  );

  it('change places, in all arrays of the same shape', () => {
    expect(text(setAxis(used, rows, 'wave', 0, 'time'))).toBe(
      'in(wave(t,n,x,y)),out(later(t,n,x,y))',
    );
    expect(text(setAxis(used, rows, 'later', 2, 'y'))).toBe(
      'in(wave(n,t,y,x)),out(later(n,t,y,x))',
    );
  });

  it('may be fixed at one index, each array at its own', () => {
    const fixed = setAxis(used, rows, 'wave', 1, 'fixed');
    expect(text(fixed)).toBe('in(wave(n,0,x,y)),out(later(n,0,x,y))');
    expect(text(setIndex(fixed, { side: 'outputs', index: 0, axis: 1 }, 4))).toBe(
      'in(wave(n,0,x,y)),out(later(n,4,x,y))',
    );
  });

  it('have parts of their own in time, and the same in space', () => {
    const at = { side: 'outputs', index: 0 } as const;
    const late = setPart(used, rows, { ...at, axis: 1 }, { from: 3 });
    expect(text(late)).toBe('in(wave(n,t,x,y)),out(later(n,t[3:],x,y))');
    const coarse = setPart(late, rows, { ...at, axis: 2 }, { step: 2 });
    expect(text(coarse)).toBe('in(wave(n,t,x[::2],y)),out(later(n,t[3:],x[::2],y))');
    expect(text(setPart(coarse, rows, { ...at, axis: 2 }, undefined))).toBe(text(late));
  });

  it('never make a mapping that can’t be written into a link', () => {
    for (const role of ['sample', 'time', 'x', 'y', 'channel', 'fixed'] as const) {
      for (let axis = 0; axis < 4; axis++) {
        const changed = setAxis(used, rows, 'wave', axis, role);
        expect(parseMapping(text(changed))).toEqual(changed);
      }
    }
  });
});

describe('rows', () => {
  it('are one for all samples of a kind', () => {
    const many = [0, 1, 7].flatMap((i) => [
      array(`Sample_${i}_t_5/input`, [64, 64]),
      array(`Sample_${i}_t_5/output`, [64, 64]),
    ]);
    const found = rowsOf([...many, array('min_u0', [])]);
    expect(found.map(({ name, count, last }) => [name, count, last])).toEqual([
      ['Sample_{i}_t_5/input', 3, 7],
      ['Sample_{i}_t_5/output', 3, 7],
      ['min_u0', 1, 0],
    ]);
    const mapping = setUse(
      setUse(emptyMapping, found, found[0], 'input'),
      found,
      found[1],
      'output',
    );
    expect(text(mapping)).toBe('in(Sample_{i}_t_5/input(x,y)),out(Sample_{i}_t_5/output(x,y))');
    expect(summarise([...many], mapping, wanted).problems).toEqual([]);
  });

  it('are apart where only two names differ in a number, or shapes differ', () => {
    const two = rowsOf([array('u1', [4, 8, 8]), array('u2', [4, 8, 8])]);
    expect(two.map(({ name }) => name)).toEqual(['u1', 'u2']);
    const unlike = rowsOf([0, 1, 2, 3, 4, 5].map((i) => array(`${i}/data`, [i < 3 ? 8 : 9, 8])));
    expect(unlike.map(({ count }) => count)).toEqual([3, 3]);
  });
});

describe('parts as choices', () => {
  it('are found again', () => {
    for (const role of ['time', 'x', 'channel'] as const) {
      for (const extent of [3, 40]) {
        for (const kind of partKinds(role, extent)) {
          const found = kindOf(partOfKind(kind, extent), role, extent);
          // The whole is “all”, however it was written.
          expect([kind, 'all']).toContain(found);
        }
      }
    }
    expect(kindOf({ from: 2, to: 9 }, 'time', 40)).toBe('range');
    expect(kindOf([0, 2], 'channel', 4)).toBe('list');
    expect(kindOf([39], 'time', 40)).toBe('last');
  });

  it('say no more than is needed', () => {
    expect(sliceOf({ from: 0, to: 40, step: 1 }, 40)).toEqual({});
    expect(sliceOf({ from: 3, to: 39, step: 2 }, 40)).toEqual({ from: 3, to: 39, step: 2 });
  });
});

it('a file without a header needs a shape of as many numbers', () => {
  expect(shapeProblem('100 × 64 x 64', 409_600)).toBeUndefined();
  expect(shapeProblem('(100, 64, 64)', 409_600)).toBeUndefined();
  expect(shapeProblem('100 64', 409_600)).toContain('6,400 numbers, and the file has 409,600');
  expect(shapeProblem('a lot', 1)).toContain('whole numbers');
});

it('samples that a sentence names can be left out, types are called as in NumPy', () => {
  expect(proposedWithout('Leave these out: in a mapping, without(3,617).')).toEqual([3, 617]);
  expect(proposedWithout('Nothing is wrong.')).toEqual([]);
  expect(['<f4', '>f8', '|u1', '|b1', 'bfloat16'].map(typeName)).toEqual([
    'float32',
    'float64, big-endian',
    'uint8',
    'bool',
    'bfloat16',
  ]);
});

it('a picture has x to the right and y upwards', () => {
  const {
    rows: down,
    columns,
    values,
  } = asRows({
    grid: [2, 3],
    values: Float32Array.of(1, 2, 3, 4, 5, 6),
  });
  expect([down, columns, ...values]).toEqual([3, 2, 3, 6, 2, 5, 1, 4]);
});
