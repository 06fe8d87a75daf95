import { describe, expect, it } from 'vitest';
import { exactPropagator, rankNeeded } from '../../engine/modes/exactKernel.ts';
import { studyPoints, TOLERANCE } from './rankStudy.ts';
import { shareText, rankText, studyText, weights } from './texts.ts';

const wave = (distance: number, modes: number) => ({
  distance,
  modes,
  relativeErrors: exactPropagator({ modes, distance, points: modes + 2 }).relativeErrors,
});

/** As the page shows them, with plain spaces. */
const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('sentence on the rank', () => {
  it('is made of the numbers of the wave', () => {
    expect(plain(rankText(wave(0.5, 24)))).toBe(
      '0.50 m = 12 half-wavelengths of the shortest mode (41.7 mm each): rank 12 leaves 0.404 %, ' +
        'rank 8 leaves 13.7 %. The rank is about the number of half-wavelengths the wave travels.',
    );
    expect(rankText(wave(0.125, 8))).toContain('0.13 m = 1 half-wavelength of');
  });

  it('names the rank that the tolerance takes, and says when it is not the number of half-wavelengths', () => {
    for (const modes of [8, 19, 32]) {
      for (const distance of [0.05, 0.3, 0.7, 1]) {
        const shown = wave(distance, modes);
        const text = rankText(shown);
        const needed = rankNeeded(shown.relativeErrors, TOLERANCE);
        expect(text).toContain(`rank ${needed} leaves`);
        const gap = needed - distance * modes;
        const said = text.includes('more than') ? 1 : text.includes('less than') ? -1 : 0;
        expect(said).toBe(Math.abs(Math.round(gap)) <= 1 ? 0 : Math.sign(gap));
      }
    }
  });
});

describe('share', () => {
  it('gives no digits to what is nothing', () => {
    expect(plain(shareText(0.00404))).toBe('0.404 %');
    expect(plain(shareText(1e-4))).toBe('0.0100 %');
    expect(plain(shareText(9.9e-5))).toBe('< 0.01 %');
    expect(plain(shareText(1))).toBe('100 %');
  });
});

describe('weights', () => {
  it('counts a square that holds the ring, and the filters along its sides', () => {
    expect(weights(0.5, 64, 12)).toEqual({ side: 65, dense: 4225, pairs: 1560 });
  });

  it('saves about the number of cells per half-wavelength when the rank is that of half-wavelengths', () => {
    for (const cellsPerHalf of [1, 2, 4]) {
      const [distance, modes] = [0.5, 24];
      const { dense, pairs } = weights(distance, modes * cellsPerHalf, distance * modes);
      expect(dense / pairs / cellsPerHalf).toBeCloseTo(1, 1);
    }
  });
});

describe('rank against the way travelled', () => {
  const points = [...studyPoints()];

  it('is near the number of half-wavelengths up to half the square and below it at the end', () => {
    for (const { distance, halves, rank } of points) {
      if (distance <= 0.5) expect(Math.abs(rank - halves)).toBeLessThanOrEqual(2);
    }
    for (const { halves, rank } of points.filter(({ distance }) => distance === 1)) {
      expect(rank).toBeLessThan(0.75 * halves);
    }
  });

  it('is put into one sentence', () => {
    const last = points.at(-1);
    expect(studyText(points)).toContain('within 2 of the line');
    expect(studyText(points)).toContain(`for 1.00 m on 32 modes it is ${last?.rank}, not 32.`);
  });
});
