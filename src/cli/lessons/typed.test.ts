/** Numbers that the lessons say in words: they are what the experiments of their links have. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exactPropagator, rankNeeded } from '../../engine/modes/exactKernel.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { decodeLink } from '../../engine/opening/link.ts';

const textOf = (id: string): string => readFileSync(`lessons/${id}/lesson.md`, 'utf8');

/** The experiments that the pages of a lesson open, in order. */
const experimentsOf = (id: string) =>
  [...textOf(id).matchAll(/::set\{link="([^"]+)"\}/g)].map(
    ([, link]) => decodeLink(link).experiment,
  );

const words = (id: string, text: string) =>
  expect(textOf(id).replaceAll(/\s+/g, ' ')).toContain(text);

describe('what lessons say in words', () => {
  it('the tour: the rank of B, there and in the link', () => {
    words('tour', '[rank 10 % instead of 29 %](#v=2&preset=quick&b.rank=10%25)');
    const usual = decodeLink('#v=2&preset=quick').experiment;
    const small = decodeLink('#v=2&preset=quick&b.rank=10%25').experiment;
    expect(usual.networks[1].rank).toEqual({ keep: 0.29 });
    expect(small.networks[1].rank).toEqual({ keep: 0.1 });
  });

  it('before or after: how much longer the repair is', () => {
    words('before-or-after', 'steps of repair instead of 100');
    const steps = experimentsOf('before-or-after').map(({ training }) => training.fineTune);
    expect(steps.slice(0, 3)).toEqual([100, 100, 300]);
  });

  it('fair: how much larger the rate is', () => {
    words('fair', 'ten times as large');
    const [slow, fast] = experimentsOf('fair').map(({ networks }) => Number(networks[0].rate));
    expect(fast / slow).toBeCloseTo(10, 9);
  });

  it('kernels: up to which rank terms save something', () => {
    words('kernels', 'So two terms still save something, three do not.');
    for (const { net } of experimentsOf('kernels')) {
      expect(2 * 2 * net.kernel).toBeLessThan(net.kernel ** 2);
      expect(3 * 2 * net.kernel).toBeGreaterThan(net.kernel ** 2);
    }
  });

  it('where it fails: how much more the study had', () => {
    words('where-it-fails', 'four times the samples and more than twice the steps');
    const study = JSON.parse(readFileSync('docs/study.json', 'utf8')) as {
      shared: { medium: string };
    };
    const settings = new Map(
      study.shared.medium.split('&').map((pair) => pair.split('=', 2) as [string, string]),
    );
    for (const { data, training } of experimentsOf('where-it-fails')) {
      expect(Number(settings.get('data.train')) / data.train).toBe(4);
      expect(Number(settings.get('training.steps')) / training.steps).toBeGreaterThan(2);
    }
  });

  it('why waves compress: the rule of thumb is close up to half of the square, and short ways take more', () => {
    const pairs = (distance: number) =>
      rankNeeded(exactPropagator({ modes: 24, distance, points: 26 }).relativeErrors, 0.01);
    for (const distance of [0.05, 0.1, 0.2, 0.3, 0.4, 0.5]) {
      const more = pairs(distance) - 24 * distance;
      expect(more).toBeGreaterThan(-1);
      expect(more).toBeLessThan(3);
    }
    expect(pairs(0.1)).toBeGreaterThan(0.1 * 24 + 1);
    expect(pairs(1)).toBeLessThan(24 - 5);
  });

  it('three ways: the rank of B tells nothing of the answer, and its size follows that of its kernels', () => {
    const [first, later] = [5, 3].map(
      (kernel) =>
        decodeLink(
          `#v=2&preset=volume&net.kernel=${kernel}&networks=2&b.rank=64&data.train=128&data.test=48&training.steps=200`,
        ).experiment,
    );
    expect(experimentsOf('three-way')[0]).toEqual(first);
    const [a, b] = (['a', 'b'] as const).map(
      (id) => planNetwork(first, id).totals.parameters / planNetwork(later, id).totals.parameters,
    );
    expect(a).toBeGreaterThan(4);
    expect(b).toBeLessThan(2);
  });
});
