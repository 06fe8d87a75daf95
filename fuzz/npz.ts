/** NumPy's archives: damage to the zip file around the arrays, and to the arrays themselves. */
import { zipSync } from 'fflate';
import { writeNpy } from '../src/engine/files/npy.ts';
import { product } from '../src/engine/math.ts';
import type { RandomStream } from '../src/engine/random.ts';
import { judgeDataFile, SHAPES, values } from './dataFile.ts';
import { changeBytes, changeLength, joined, pick } from './mutate.ts';
import type { FuzzTarget } from './target.ts';

const TYPES =
  '<f4 >f4 =f4 <f8 <f2 >i2 |i1 |u1 |b1 <i8 <u8 <f16 <c8 |O <U4 |S3 |V2 <M8[ns] f4 <f <f44 🌊';

const TUPLES =
  '(6,2)|(6,2,4,4)|(12,)|()|(0,)|(0,9007199254740991)|(-6,2)|(6L,2L)|(6,2|[6,2]|6|(6)|(2.5,4)|(1e3,)|(,)|((6,2),)';

const HEADERS: Readonly<Record<'descr' | 'order' | 'shape', readonly string[]>> = {
  descr: [
    ...TYPES.split(' ').map((type) => `'${type}'`),
    "''",
    "[('x', '<f4')]",
    "[('x', '<f4', (2,))]",
    '[]',
    '[[[[',
    'None',
    "'<f4",
  ],
  order: ['True', 'False', 'None', '0', '1', "'C'", 'true', ''],
  shape: [
    ...TUPLES.split('|'),
    `(${'1'.repeat(40)}x)`,
    `(${'9'.repeat(400)},)`,
    '(4294967296, 4294967296)',
    `(${'1,'.repeat(80)})`,
    `(${' '.repeat(5000)})`,
    '('.repeat(5000),
  ],
};

/** A header of its own for the data of an array. */
function withHeader(name: keyof typeof SHAPES, random: RandomStream): Uint8Array {
  const whole = `(${SHAPES[name].join(', ')})`;
  const often = (sound: string, odd: readonly string[]) =>
    random.below(3) === 0 ? pick(random, odd) : sound;
  const parts = [
    `'descr': ${often("'<f4'", HEADERS.descr)}`,
    `'fortran_order': ${often('False', HEADERS.order)}`,
    `'shape': ${often(whole, HEADERS.shape)}`,
    ...pick(random, [[], [], ["'descr': '<f8'"], ["'more': {}"], ['# note']]),
  ];
  if (random.below(12) === 0) parts.splice(random.below(parts.length), 1);
  const text = new TextEncoder().encode(`{${parts.join(', ')}, }\n`);
  const version = pick(random, [1, 1, 1, 2, 3, 0, 255]);
  const head = version === 1 ? new Uint8Array(10) : new Uint8Array(12);
  head.set([0x93, ...new TextEncoder().encode('NUMPY'), version]);
  const view = new DataView(head.buffer);
  const length = text.length + pick(random, [0, 0, 0, 0, 1, -1, 60_000]);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  return joined(head, text, sound(name).subarray(-4 * product(SHAPES[name])));
}

const sound = (name: keyof typeof SHAPES): Uint8Array =>
  writeNpy(name, { shape: SHAPES[name], data: values(product(SHAPES[name])) });

/** Fields of a local header, of one in the directory, and of the end: position and size. */
const FIELDS: readonly (readonly [signature: number, fields: readonly [number, 2 | 4][]])[] = [
  [
    0x04034b50,
    [
      [4, 2],
      [6, 2],
      [8, 2],
      [14, 4],
      [18, 4],
      [22, 4],
      [26, 2],
      [28, 2],
    ],
  ],
  [
    0x02014b50,
    [
      [8, 2],
      [10, 2],
      [16, 4],
      [20, 4],
      [24, 4],
      [28, 2],
      [30, 2],
      [32, 2],
      [34, 2],
      [42, 4],
    ],
  ],
  [
    0x06054b50,
    [
      [4, 2],
      [6, 2],
      [8, 2],
      [10, 2],
      [12, 4],
      [16, 4],
      [20, 2],
    ],
  ],
];

/** Sets a field of one of the archive's headers to a number that means something there. */
function changeField(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  const [signature, fields] = pick(random, FIELDS);
  const places = [];
  for (let at = 0; at + 50 < changed.length; at++) {
    if (view.getUint32(at, true) === signature) places.push(at);
  }
  if (signature === 0x06054b50) places.push(changed.length - 22);
  if (places.length === 0) return changed;
  const [field, size] = pick(random, fields);
  const at = pick(random, places) + field;
  const before = size === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
  const value = pick(random, [
    0,
    1,
    8,
    9,
    12,
    14,
    93,
    99,
    0x800,
    0xffff,
    0xffffffff,
    0x7fffffff,
    before + 1,
    before - 1,
    2 * before,
    bytes.length,
    random.below(bytes.length),
  ]);
  if (size === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
  return changed;
}

/** The record that announces 64 bits, before the end of the archive. */
function withRecord64(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const end = bytes.length - 22;
  const record = new DataView(new ArrayBuffer(76));
  record.setUint32(0, 0x06064b50, true);
  record.setBigUint64(4, 44n, true);
  for (const field of [24, 32])
    record.setBigUint64(field, BigInt(view.getUint16(end + 10, true)), true);
  record.setBigUint64(40, BigInt(view.getUint32(end + 12, true)), true);
  record.setBigUint64(48, BigInt(view.getUint32(end + 16, true)), true);
  record.setUint32(56, 0x07064b50, true);
  record.setBigUint64(64, BigInt(end), true);
  record.setUint32(72, 1, true);
  if (random.below(2) === 0) {
    record.setBigUint64(
      pick(random, [24, 32, 40, 48, 64]),
      pick(random, [0n, 1n, 2n ** 63n]),
      true,
    );
  }
  return joined(bytes.subarray(0, end), new Uint8Array(record.buffer), bytes.subarray(end));
}

const OTHERS = ['notes.txt', 'folder/', '../up.npy', 'fields.npy/', 'ünï.npy', '', 'fields.NPY'];

function archive(random: RandomStream): Uint8Array {
  const odd = random.below(2) === 0;
  const files: Record<string, Uint8Array> = {};
  for (const name of ['parameters', 'fields'] as const) {
    const content = odd ? withHeader(name, random) : sound(name);
    files[`${name}.npy`] = random.below(10) === 0 ? joined(content, content) : content;
  }
  if (random.below(3) === 0) files[pick(random, OTHERS)] = changeBytes(sound('fields'), random);
  if (random.below(12) === 0) {
    for (let i = 0; i < 300; i++) files[`sample_${i}/input.npy`] = Uint8Array.of(i & 255);
  }
  return zipSync(files, { level: pick(random, [0, 1, 6]), mtime: new Date(1980, 0, 1) });
}

export const npz: FuzzTarget<Uint8Array> = {
  name: 'npz',
  make(random) {
    const bytes = archive(random);
    return pick(random, [
      () => bytes,
      () => changeField(bytes, random),
      () => changeField(changeField(bytes, random), random),
      () => changeBytes(bytes, random),
      () => changeLength(bytes, random),
      () => withRecord64(bytes, random),
      () => joined(bytes, values(8) as unknown as Uint8Array),
      () => joined(bytes, bytes),
    ])();
  },
  judge: judgeDataFile,
};
