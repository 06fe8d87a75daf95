/** What the dialog writes and reads, apart from how it looks. */
import type { PreviewPicture } from '../../engine/mapping/preview.ts';
import { formatCount } from '../shared/numbers.ts';

const KINDS: Readonly<Record<string, string>> = {
  f: 'float',
  i: 'int',
  u: 'uint',
  c: 'complex',
  b: 'bool',
};

/** As NumPy calls it, from its notation: `<f4` is float32. */
export function typeName(dtype: string): string {
  const [, order, kind, bytes] = /^([<>|=]?)([fiucb])(\d+)$/.exec(dtype) ?? [];
  if (kind === undefined) return dtype;
  const bits = kind === 'b' ? '' : String(8 * Number(bytes));
  return `${KINDS[kind]}${bits}${order === '>' ? ', big-endian' : ''}`;
}

/** The extents in a text such as `100 x 64 x 64`; undefined if it is none. */
export function readShape(text: string): number[] | undefined {
  const extents = text
    .trim()
    .replaceAll(/^[[(]|[\])]$/g, '')
    .split(/[\s,x×*]+/)
    .filter((part) => part !== '');
  const numbers = extents.map((part) => (/^\d{1,12}$/.test(part) ? Number(part) : NaN));
  return numbers.length > 0 && numbers.every((extent) => extent > 0) ? numbers : undefined;
}

/** What is wrong with a shape, as a sentence; undefined if nothing is. */
export function shapeProblem(text: string, count: number): string | undefined {
  const shape = readShape(text);
  if (!shape) return 'Write whole numbers with × between them, such as 100 × 64 × 64.';
  const product = shape.reduce((one, other) => one * other, 1);
  if (product === count) return undefined;
  return `${shape.map(formatCount).join(' × ')} are ${formatCount(product)} numbers, and the file has ${formatCount(count)}.`;
}

/** Samples that a sentence proposes to leave out. */
export function proposedWithout(sentence: string): number[] {
  const [, list = ''] = /without\(([\d,]+)\)/.exec(sentence) ?? [];
  return list === '' ? [] : list.split(',').map(Number);
}

/** [x, y] as it is drawn: y upwards. */
export function asRows({ grid: [x, y], values }: Pick<PreviewPicture, 'grid' | 'values'>): {
  rows: number;
  columns: number;
  values: Float32Array;
} {
  const turned = new Float32Array(values.length);
  for (let i = 0; i < x; i++) {
    for (let j = 0; j < y; j++) turned[(y - 1 - j) * x + i] = values[i * y + j];
  }
  return { rows: y, columns: x, values: turned };
}
