/** Files that h5wasm cannot write; fixtures/make_fixtures.py made them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DataFileError } from './arrays.ts';
import { readHdf5 } from './hdf5.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));

const read = async (file: string, name: string) =>
  (await readHdf5(fixture(file), () => [name])).get(name)!;

/** What every dataset holds. */
const wave = Array.from({ length: 24 }, (_, i) => (i - 7) / 4);
const whole = wave.map((value) => 4 * value);

describe.each(['earliest', 'latest'])('the forms of numbers, format %s', (version) => {
  const file = `forms-${version}.h5`;

  it.each([
    'little-f2',
    'little-f4',
    'little-f8',
    'big-f2',
    'big-f4',
    'big-f8',
    'committed',
    'alias',
    'bfloat16',
  ])('reads the floats %s', async (name) => {
    const { shape, data } = await read(file, name);
    expect(shape).toEqual([6, 4]);
    expect([...data]).toEqual(wave);
  });

  it.each(['little-i2', 'little-i8', 'big-i4', 'i1'])('reads the integers %s', async (name) => {
    expect([...(await read(file, name)).data]).toEqual(whole);
  });

  it('reads integers without sign, and truth values', async () => {
    expect([...(await read(file, 'big-u2')).data]).toEqual(whole.map((value) => value + 7));
    expect([...(await read(file, 'bool')).data]).toEqual(wave.map((value) => Number(value > 0)));
  });

  it('tells bfloat16 from IEEE’s half', async () => {
    expect((await read(file, 'bfloat16')).notes).toEqual(['bfloat16 computed with as float32']);
    expect((await read(file, 'little-f2')).notes).toEqual(['float16 computed with as float32']);
  });

  it.each([
    ['float8', 'floating-point numbers of 8 bits, 4 of them for the exponent'],
    ['half-biased', 'floating-point numbers of 16 bits, 5 of them for the exponent'],
    ['twelve-bits', 'integers of 12 bits in 16'],
    ['complex', 'real and imaginary parts as two channels'],
    ['record', 'records with named fields'],
    ['text', 'holds text'],
    ['ragged', 'rows of different lengths'],
    ['colour', 'an enumeration'],
    ['reference', 'holds references'],
    ['nothing', 'has no values'],
  ])('refuses %s by name', async (name, sentence) => {
    const reading = read(file, name);
    await expect(reading).rejects.toThrow(DataFileError);
    await expect(reading).rejects.toThrow(sentence);
  });

  it('names the links that lead to nothing', async () => {
    const choose = () => {
      throw new DataFileError('The file has no fields.');
    };
    await expect(readHdf5(fixture(file), choose)).rejects.toThrow(
      'The file has no fields. Links in the file lead nowhere (elsewhere, in other.h5)',
    );
  });
});

describe.each(['earliest', 'latest'])('values that were never written, format %s', (version) => {
  const file = `unwritten-${version}.h5`;

  it.each(['fixed', 'packed', 'growing', 'growing-both', 'filled'])(
    'are refused with their place: %s',
    async (name) => {
      await expect(read(file, name)).rejects.toThrow(
        `The dataset ${name} has 8 missing values (they were never written), the first at index [4, 0]`,
      );
    },
  );

  it.each(['never', 'never-one'])('are refused where there is nothing at all: %s', async (name) => {
    await expect(read(file, name)).rejects.toThrow('24 missing values');
  });

  it('are not suspected of a whole dataset, and the file stays as it was', async () => {
    expect([...(await read(file, 'whole')).data]).toEqual(wave);
    const bytes = fixture(file);
    await expect(readHdf5(bytes, () => ['fixed'])).rejects.toThrow('never written');
    expect(bytes).toEqual(fixture(file));
  });
});

it.each([
  ['virtual', 'is virtual: its values are elsewhere (gone.h5)'],
  ['outside', 'are in another file'],
])('values of other files are refused: %s', async (name, sentence) => {
  await expect(read('elsewhere.h5', name)).rejects.toThrow(sentence);
});

it.each(['gzip', 'shuffle', 'fletcher32'])('reads what went through %s', async (name) => {
  expect([...(await read('filters.h5', name)).data]).toEqual(wave);
});

it('reads integers that went through the filter scale-offset', async () => {
  expect([...(await read('filters.h5', 'scale-offset')).data]).toEqual(whole);
});
