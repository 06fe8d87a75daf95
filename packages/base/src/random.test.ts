import { describe, expect, it } from 'vitest';
import { permutation, randomStream } from './random.ts';
import { sum } from './math.ts';

describe('random streams', () => {
  it('are the same for the same seed and label, and differ otherwise', () => {
    const draw = (seed: number, label: string) => {
      const random = randomStream(seed, label);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    expect(draw(3, 'a')).toEqual(draw(3, 'a'));
    expect(draw(3, 'a')).not.toEqual(draw(4, 'a'));
    expect(draw(3, 'a')).not.toEqual(draw(3, 'b'));
  });

  it.each([0, 1, 2])('draw number %i is uniform over neighbouring seeds', (index) => {
    const bins = new Float64Array(20);
    for (let seed = 0; seed < 4000; seed++) {
      const random = randomStream(seed, 'training parameters');
      for (let i = 0; i < index; i++) random.uniform();
      bins[Math.floor(20 * random.uniform())]++;
    }
    // 200 expected a bin; χ² with 19 degrees of freedom is below 50 with a probability of 0.9999.
    const chiSquare = sum(Array.from(bins, (count) => (count - 200) ** 2 / 200));
    expect(chiSquare).toBeLessThan(50);
  });

  it('have normal numbers of mean 0 and variance 1', () => {
    const random = randomStream(1, 'normal');
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = sum(values) / values.length;
    const variance = values.reduce((a, b) => a + b * b, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  it('permute without loss', () => {
    const order = permutation(100, randomStream(1, 'order'));
    expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });
});
