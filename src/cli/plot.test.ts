import { describe, expect, it } from 'vitest';
import { logScale, plot } from './plot.ts';

describe('a logarithmic scale', () => {
  it('maps its ends to its ends, and equal factors to equal lengths', () => {
    const at = logScale(1, 1000, 300, 0);
    expect([1, 10, 100, 1000].map(at)).toEqual([300, 200, 100, 0].map((y) => expect.closeTo(y, 9)));
  });
});

describe('a plot', () => {
  const series = {
    name: 'a < b',
    points: [
      { x: 8, y: 2 },
      { x: 16, y: 5 },
    ],
    ideal: [
      { x: 8, y: 1 },
      { x: 16, y: 4 },
    ],
  };

  it('has a dot for every measured point, a dashed line for every ideal and no stray markup', () => {
    const svg = plot('Times & sizes', [
      { title: 'grid', series: [series, series] },
      { title: 'batch', series: [series] },
    ]);
    expect(svg.match(/<circle/g)).toHaveLength(6);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(3);
    expect(svg).toContain('<title>Times &amp; sizes</title>');
    expect(svg).toContain('a &lt; b');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('keeps every point inside its panel', () => {
    const svg = plot('t', [{ title: 'x', series: [series] }]);
    const points = [...svg.matchAll(/cx="([^"]+)" cy="([^"]+)"/g)];
    expect(points).toHaveLength(2);
    for (const [, cx, cy] of points) {
      expect(Number(cx)).toBeGreaterThan(0);
      expect(Number(cx)).toBeLessThan(360);
      expect(Number(cy)).toBeGreaterThan(0);
      expect(Number(cy)).toBeLessThan(300);
    }
  });
});
