import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';

const values = fc.float32Array({ minLength: 2, maxLength: 40, noNaN: true });

test('equal values have equal fingerprints, wherever they lie in memory', () => {
  fc.assert(
    fc.property(values, (one) => {
      const inside = new Float32Array([7, ...one, 7]).subarray(1, one.length + 1);
      expect(fingerprint([one])).toMatch(/^[0-9a-f]{16}$/);
      expect(fingerprint([inside])).toBe(fingerprint([one]));
    }),
  );
});

test('another value, sign, order, length or division makes another fingerprint', () => {
  fc.assert(
    fc.property(values, fc.nat(), (one, at) => {
      const i = at % one.length;
      const changed = new Float32Array(one);
      changed[i] += Math.max(1, Math.abs(changed[i]));
      if (changed[i] !== one[i]) expect(fingerprint([changed])).not.toBe(fingerprint([one]));
      expect(fingerprint([one, one])).not.toBe(fingerprint([one]));
    }),
  );
  const one = new Float32Array([1, 2, 3, 4]);
  const others = [
    [one.map((x) => -x)],
    [one.toReversed()],
    [one.subarray(0, 3)],
    [one.subarray(0, 2), one.subarray(2)],
    [new Float64Array(one)],
  ];
  const all = [[one], ...others].map(fingerprint);
  expect(new Set(all).size).toBe(all.length);
});
