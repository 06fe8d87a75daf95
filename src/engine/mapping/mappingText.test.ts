import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataFileError } from '../files/arrays.ts';
import { axisRoles, type ArrayUse, type AxisUse, type Mapping } from './mapping.ts';
import { formatMapping, MAX_MAPPING_LENGTH, parseMapping } from './mappingText.ts';

const index = fc.integer({ min: -1000, max: 1000 });
const slice = fc.record(
  { from: index, to: index, step: fc.integer({ min: 2, max: 9 }) },
  { requiredKeys: [] },
);
const part = fc.oneof(slice, fc.array(index, { minLength: 1, maxLength: 4 }));
const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  fc.constantFrom(
    'Sample_{i}_t_5/input',
    '{train:test}_fields',
    '{i}/data',
    'x-coordinate',
    'a b+c&d#e?|f%41',
    'größe',
  ),
);
const axes = fc.shuffledSubarray([...axisRoles], { minLength: 0 }).chain((roles) =>
  fc.tuple(
    ...roles.map((is) =>
      fc.oneof(
        fc.constant<AxisUse>({ is }),
        part.map((one): AxisUse => ({ is, part: one })),
        index.map((at): AxisUse => ({ is: 'fixed', at })),
      ),
    ),
  ),
);
const arrayUse: fc.Arbitrary<ArrayUse> = fc.record(
  { name, axes, shape: fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 4 }) },
  { requiredKeys: ['name', 'axes'] },
);
const arrays = fc.array(arrayUse, { minLength: 1, maxLength: 3 });
const mapping: fc.Arbitrary<Mapping> = fc.record(
  {
    inputs: arrays,
    outputs: arrays,
    split: fc.oneof(
      fc.constant({ by: 'order' } as const),
      slice.map((samples) => ({ by: 'order', samples }) as const),
      fc.tuple(slice, slice).map(([train, test]) => ({ by: 'ranges', train, test }) as const),
    ),
    scaling: fc.oneof(
      fc.constantFrom(
        { kind: 'standard' } as const,
        { kind: 'none' } as const,
        {
          kind: 'min-max',
        } as const,
      ),
      fc
        .tuple(name, name, name, name)
        .map(
          ([a, b, c, d]) => ({ kind: 'min-max', by: { input: [a, b], output: [c, d] } }) as const,
        ),
    ),
    without: fc.array(fc.nat(2000), { maxLength: 3 }),
    coordinates: fc.record({ time: name, x: name }, { requiredKeys: ['time'] }),
    score: fc.constant('median-l1' as const),
  },
  { requiredKeys: ['inputs', 'outputs', 'split', 'scaling'] },
);

describe('the text of a mapping', () => {
  it('is read back as what was written', () => {
    fc.assert(
      fc.property(mapping, (one) => {
        expect(parseMapping(formatMapping(one))).toEqual(one);
      }),
      { numRuns: 100 },
    );
  });

  it('has only characters that a link keeps, and ends with a bracket', () => {
    fc.assert(
      fc.property(mapping, (one) => {
        expect(formatMapping(one)).toMatch(/^[\w./~@:,()[\]{}-]*\)$/);
      }),
    );
  });

  it('is short and may have blanks', () => {
    const text =
      'in(c(n,x,y),solution(n,t[0],x,y)),out(solution(n,t[5,10],x,y)),split(0:100,-240:),scale(min-max)';
    const one = parseMapping(text.replaceAll(',', ' , '));
    expect(formatMapping(one)).toBe(text);
    expect(one.outputs[0].axes[1]).toEqual({ is: 'time', part: [5, 10] });
    expect(one.split).toEqual({ by: 'ranges', train: { from: 0, to: 100 }, test: { from: -240 } });
  });

  it('never throws anything but a sentence', () => {
    const bits = fc.constantFrom(
      'in(',
      'out(',
      ')',
      '[',
      ']',
      ',',
      'u',
      'n',
      ':',
      '@',
      '3',
      'split(',
      '~2',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 20 }), (all) => {
        try {
          parseMapping(all.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(DataFileError);
          expect((error as Error).message).toMatch(/^The mapping .*[.]$/s);
        }
      }),
    );
  });

  it.each([
    ['', 'has no in(…)'],
    ['in(u(n,x,y))', 'has no out(…)'],
    ['in(u(n,x,y)),out(v(n,x,y)', 'a bracket too many or too few'],
    ['in(u(n,x,y)),out(v)', '“v” where an array with its axes is expected'],
    ['in(u(n,x,y)),out((n,x,y))', 'no name of an array'],
    ['in(u(n,z,y)),out(v(n,x,y))', 'the axis “z”'],
    ['in(u(n,x,x)),out(v(n,x,y))', 'the axis x twice'],
    ['in(u(n,x[0:b],y)),out(v(n,x,y))', '“[0:b]”, which is not a part of an axis'],
    ['in(u(n,x[::0],y)),out(v(n,x,y))', '“[::0]”'],
    ['in(u@4x(n,x)),out(v(n,x,y))', 'a shape that can’t be read'],
    ['in(u(n,x,y)),in(u(n,x,y)),out(v(n,x,y))', 'in(…) twice'],
    ['in(u(n,x,y)),out(v(n,x,y)),split(0:3)', 'two ranges'],
    ['in(u(n,x,y)),out(v(n,x,y)),split(0:3,5)', '“5” where a range'],
    ['in(u(n,x,y)),out(v(n,x,y)),samples(0:3),split(0:3,3:4)', 'both samples(…) and split(…)'],
    ['in(u(n,x,y)),out(v(n,x,y)),scale(log)', 'scale(log)'],
    ['in(u(n,x,y)),out(v(n,x,y)),at(z:a)', '“z:a” in at(…)'],
    ['in(u(n,x,y)),out(v(n,x,y)),score(l2)', 'there is median-l1'],
    ['in(u(n,x,y)),out(v(n,x,y)),what(1)', '“what(1)”, which is none of'],
    ['x'.repeat(MAX_MAPPING_LENGTH + 1), `at most ${MAX_MAPPING_LENGTH}`],
  ])('“%s” is refused', (text, sentence) => {
    expect(() => parseMapping(text)).toThrow(sentence);
  });
});
