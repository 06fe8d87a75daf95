import { afterEach, expect, it, vi } from 'vitest';
import type { ArrayInfo } from '../../../engine/files/container/container.ts';
import type { Proposal } from '../../../engine/mapping/mapping.ts';
import { formatMapping, parseMapping } from '../../../engine/mapping/mappingText.ts';
import { chooseMapping, linkedShape, withShapes } from './choice.ts';
import { recall, remember, shapesKey } from './memory.ts';

const array = (name: string, shape: readonly number[]): ArrayInfo => ({
  name,
  file: 'a.h5',
  path: name,
  shape,
  dtype: '<f4',
  attributes: {},
  bytes: 0,
});
const arrays = [array('a', [9, 8, 8]), array('b', [9, 8, 8])];
const there = parseMapping('in(a(n,x,y)),out(b(n,x,y))');
const back = parseMapping('in(b(n,x,y)),out(a(n,x,y))');
const proposal: Proposal = {
  layout: 'neuraloperator',
  title: 'neuraloperator: a to b',
  mapping: there,
  reasons: ['It has a and b.'],
  notes: [],
};
const listing = (one?: Partial<Proposal>) => ({
  arrays,
  notes: [],
  why: '',
  proposals: one ? [{ ...proposal, ...one }] : [],
});

/** As a browser has it. */
function withStorage(values = new Map<string, string>()): Map<string, string> {
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => values.set(key, value),
  });
  return values;
}
afterEach(() => {
  vi.unstubAllGlobals();
});

it('takes what is recognised without a question, unless something seems odd', () => {
  const { sure, told, reasons, mapping } = chooseMapping(listing({}), undefined);
  expect([sure, told]).toEqual([true, 'Read as neuraloperator: a to b.']);
  expect(reasons).toEqual(['It has a and b.']);
  expect(mapping).toBe(there);
  expect(chooseMapping(listing({ notes: ['Time varies less than x.'] }), undefined).sure).toBe(
    false,
  );
  expect(chooseMapping(listing({ layout: 'guess' }), undefined).sure).toBe(false);
  expect(chooseMapping(listing(), undefined)).toEqual({ sure: false, told: '', reasons: [] });
});

it('a link comes first, then what was chosen for such arrays, where they fit', () => {
  withStorage();
  remember(arrays, back);
  expect(chooseMapping(listing({}), undefined)).toMatchObject({ sure: true, mapping: back });
  expect(chooseMapping(listing({}), formatMapping(there))).toMatchObject({
    mapping: there,
    told: 'Read as the link says.',
  });
  for (const link of ['in(c(n,x,y)),out(b(n,x,y))', 'in(a(n,x)),out(b(n,x,y))', 'nonsense', '']) {
    expect(chooseMapping(listing({}), link).mapping).toEqual(back);
  }
});

it('remembers by names and shapes, whatever the number of samples', () => {
  withStorage();
  remember(arrays, back);
  expect(recall([array('a', [5, 8, 8]), array('b', [5, 8, 8])])).toBe(formatMapping(back));
  expect(recall([array('a', [9, 8, 9]), array('b', [9, 8, 8])])).toBeUndefined();
  const numbered = (count: number) =>
    Array.from({ length: count }, (_, i) => array(`Sample_${i}/input`, [8, 8]));
  expect(shapesKey(numbered(3))).toBe(shapesKey(numbered(30)));
});

it('works without storage, and with nonsense in it', () => {
  expect(() => remember(arrays, back)).not.toThrow();
  expect(recall(arrays)).toBeUndefined();
  for (const text of ['{', '3', '[[1,2],["a"],null]']) {
    withStorage(new Map([['slimwave.mappings', text]]));
    expect(recall(arrays)).toBeUndefined();
  }
});

it('the shape of a file without a header is in the link, and comes from there', () => {
  const raw = { ...array('u', [9, 8, 8]), file: 'u.npy' };
  const both = { ...listing(), arrays: [raw, array('b', [9, 8, 8])] };
  const shaped = withShapes(parseMapping('in(u(n,x,y)),out(b(n,x,y))'), both, {
    'u.npy': [9, 8, 8],
  });
  const link = formatMapping(shaped);
  expect(link).toBe('in(u@9x8x8(n,x,y)),out(b(n,x,y))');
  const question = { file: 'u.npy', count: 576, suggestions: [] };
  expect(linkedShape(link, question)).toEqual([9, 8, 8]);
  expect(linkedShape(link, { ...question, count: 577 })).toBeUndefined();
  expect(linkedShape('nonsense', question)).toBeUndefined();
});
