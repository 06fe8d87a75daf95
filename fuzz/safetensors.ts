/** Safetensors: damage to the header's JSON and to the bytes. */
import { product } from '../src/engine/math.ts';
import { writeSafetensors } from '../src/engine/files/safetensors.ts';
import type { RandomStream } from '../src/engine/random.ts';
import { judgeDataFile, SHAPES, values } from './dataFile.ts';
import { changeBytes, changeLength, changeText, joined, pick } from './mutate.ts';
import type { FuzzTarget } from './target.ts';

const WORDS = [
  ...'{ } [ ] , : " \\ - . e 0 1 null true {} [] 1e999 -1 0.5 9007199254740993'.split(' '),
  '"F16"',
  '"BF16"',
  '"I64"',
  '"F8_E4M3"',
  '"__proto__": {}, ',
  '"__metadata__": {"a": 1}, ',
  '"fields": {"dtype": "U8", "shape": [0], "data_offsets": [0, 0]}, ',
  '\\u0066',
  '\ud83d',
  '[9007199254740991, 9007199254740991]',
];

const whole = writeSafetensors(
  (['parameters', 'fields'] as const).map((name) => ({
    name,
    shape: SHAPES[name],
    data: values(product(SHAPES[name])),
  })),
  { made: 'here' },
);
const start = 8 + Number(new DataView(whole.buffer).getBigUint64(0, true));
const header = new TextDecoder().decode(whole.subarray(8, start));

function withHeader(random: RandomStream): Uint8Array {
  const text = new TextEncoder().encode(changeText(header, random, WORDS));
  const length = new DataView(new ArrayBuffer(8));
  const size = text.length + pick(random, [0, 0, 0, 0, 0, 1, -1, 1e9]);
  length.setBigUint64(0, BigInt(Math.max(0, size)), true);
  return joined(new Uint8Array(length.buffer), text, whole.subarray(start));
}

export const safetensors: FuzzTarget<Uint8Array> = {
  name: 'safetensors',
  make: (random) =>
    pick(random, [
      () => withHeader(random),
      () => withHeader(random),
      () => changeBytes(whole, random),
      () => changeLength(whole, random),
    ])(),
  judge: judgeDataFile,
};
