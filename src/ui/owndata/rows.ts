/** The arrays of data files as the dialog lists them: those that differ only by the number of a sample are one row. */
import type { ArrayInfo } from '../../engine/files/container/container.ts';
import { NUMBER_MARK, type Mapping } from '../../engine/mapping/mapping.ts';

export interface Row {
  /** As in a mapping: with `{i}` where there is one array per sample. */
  name: string;
  /** How many arrays it stands for. */
  count: number;
  /** The largest number of a sample in their names; 0 where there is none. */
  last: number;
  shape: readonly number[];
  dtype: string;
  /** Of all of them. */
  bytes: number;
  /** The array that is looked at. */
  example: string;
  /** Why it can't be used, as a sentence. */
  problem?: string;
}

/** Arrays whose numbers are in the name of a group are one per sample; others only if there are so many. */
const MANY = 3;

/** Every name that results where one of the numbers in it is the sample's. */
const patternsOf = (name: string): string[] =>
  [...name.matchAll(/\d+/g)].map(
    ({ 0: digits, index }) =>
      `${name.slice(0, index)}${NUMBER_MARK}${name.slice(index + digits.length)}`,
  );

const kindOf = (pattern: string, { shape, dtype }: ArrayInfo): string =>
  `${pattern}|${shape.join('x')}|${dtype}`;

const isFamily = (pattern: string, count: number): boolean =>
  count >= MANY || (count > 1 && pattern.lastIndexOf('/') > pattern.indexOf(NUMBER_MARK));

/** The number of the sample in a name. */
function numberIn(pattern: string, name: string): number {
  const at = pattern.indexOf(NUMBER_MARK);
  return at < 0 ? 0 : Number.parseInt(name.slice(at), 10) || 0;
}

/** In the order of the files. A name that `used` mentions is always a row of its own. */
export function rowsOf(arrays: readonly ArrayInfo[], used: readonly Mapping[] = []): Row[] {
  const names = new Set(
    used.flatMap(({ inputs, outputs }) => [...inputs, ...outputs].map(({ name }) => name)),
  );
  const counts = new Map<string, number>();
  for (const array of arrays) {
    for (const pattern of patternsOf(array.name)) {
      const kind = kindOf(pattern, array);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  const rows = new Map<string, Row>();
  for (const array of arrays) {
    const count = (pattern: string): number => counts.get(kindOf(pattern, array)) ?? 0;
    const [pattern] = patternsOf(array.name)
      .filter((one) => names.has(one) || isFamily(one, count(one)))
      .toSorted((a, b) => Number(names.has(b)) - Number(names.has(a)) || count(b) - count(a));
    const name = pattern === undefined || names.has(array.name) ? array.name : pattern;
    const key = name === array.name ? name : kindOf(name, array);
    const row = rows.get(key);
    const last = Math.max(row?.last ?? 0, numberIn(name, array.name));
    if (row) {
      row.count += 1;
      row.bytes += array.bytes;
      row.last = last;
    } else {
      const { shape, dtype, bytes, problem } = array;
      rows.set(key, { name, count: 1, last, shape, dtype, bytes, example: array.name, problem });
    }
  }
  return [...rows.values()];
}

export const rowNamed = (rows: readonly Row[], name: string): Row | undefined =>
  rows.find((row) => row.name === name);

/** Whether the number of the sample is in the name. */
export const isNumbered = ({ name }: Pick<Row, 'name'>): boolean => name.includes(NUMBER_MARK);
