/** HDF5 files, written by the library itself, with damage to any of their structures. */
import * as h5wasm from 'h5wasm';
import { product } from '../src/engine/math.ts';
import type { RandomStream } from '../src/engine/random.ts';
import { judgeDataFile, SAMPLES, SHAPES, values } from './dataFile.ts';
import { changeBytes, changeLength, pick } from './mutate.ts';
import type { FuzzTarget } from './target.ts';

const PATH = '/fuzzed.h5';

async function write(
  libver: 'earliest' | 'latest',
  fill: (file: h5wasm.File) => void,
): Promise<Uint8Array> {
  const { FS: fs } = await h5wasm.ready;
  const file = new h5wasm.File(PATH, 'w', { libver: [libver, 'latest'] });
  fill(file);
  file.close();
  const bytes: Uint8Array = fs.readFile(PATH).slice();
  fs.unlink(PATH);
  return bytes;
}

const data = (name: keyof typeof SHAPES) => ({
  name,
  data: values(product(SHAPES[name])),
  shape: [...SHAPES[name]],
});

const LAYOUTS: readonly ((file: h5wasm.File) => void)[] = [
  (file) => {
    file.create_dataset(data('parameters'));
    const fields = file.create_dataset(data('fields'));
    // Of variable length, and of many kinds: all of them are listed.
    fields.create_attribute('names', ['pressure', 'velocity']);
    fields.create_attribute('varying', Int8Array.of(1, 0));
    fields.create_attribute('units', 'm', null, 'S1');
    file.create_attribute('title', 'waves');
    file.create_group('t0_fields').create_attribute('field_names', ['a', 'b', 'c']);
  },
  (file) => {
    file.create_dataset(data('parameters'));
    const packed = { ...data('fields'), chunks: [2, 2, 4, 4], compression: 'gzip' as const };
    file.create_dataset(packed).create_attribute('scale_factor', 0.5);
  },
  (file) => {
    for (let i = 0; i < SAMPLES; i++) {
      const group = file.create_group(`sample_${i}`);
      for (const name of ['input', 'output']) {
        const field = { name, data: values(16 + i).slice(i), shape: [4, 4] };
        group.create_dataset(field).create_attribute('MATLAB_class', 'single');
      }
    }
  },
];

let made: Promise<Uint8Array[]> | undefined;

const bases = (): Promise<Uint8Array[]> =>
  (made ??= (async () => {
    const all: Uint8Array[] = [];
    for (const libver of ['earliest', 'latest'] as const) {
      for (const layout of LAYOUTS) all.push(await write(libver, layout));
    }
    return all;
  })());

/** A number of 1, 2, 4 or 8 bytes somewhere, near one of the structures' signatures more often than not. */
function changeNumber(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  const size = pick(random, [1, 2, 4, 8] as const);
  const used = changed.findLastIndex((byte) => byte !== 0) + 1;
  const at = random.below(Math.max(1, used - size));
  const value = pick(random, [
    0n,
    1n,
    2n,
    255n,
    65535n,
    2n ** 31n,
    2n ** 63n,
    2n ** 64n - 1n,
    BigInt(random.below(changed.length)),
  ]);
  if (size === 1) view.setUint8(at, Number(BigInt.asUintN(8, value)));
  else if (size === 2) view.setUint16(at, Number(BigInt.asUintN(16, value)), true);
  else if (size === 4) view.setUint32(at, Number(BigInt.asUintN(32, value)), true);
  else view.setBigUint64(at, BigInt.asUintN(64, value), true);
  return changed;
}

export const hdf5: FuzzTarget<Uint8Array> = {
  name: 'hdf5',
  async make(random) {
    const bytes = pick(random, await bases());
    return pick(random, [
      () => changeNumber(bytes, random),
      () => changeNumber(changeNumber(bytes, random), random),
      () => changeBytes(bytes, random),
      () => changeBytes(bytes, random, 64),
      () => changeLength(bytes, random),
    ])();
  },
  judge: judgeDataFile,
};
