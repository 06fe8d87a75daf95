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

  const labels = { y: (value: number) => `${value} ms` };

  it('has a dot for every measured point, a dashed line for every ideal and no stray markup', () => {
    const svg = plot(
      'Times & sizes',
      [
        { title: 'grid', series: [series, series] },
        { title: 'batch', series: [series] },
      ],
      labels,
    );
    // Every point in its panel, and one for each name in the legend.
    expect(svg.match(/<circle/g)).toHaveLength(6 + 1);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(3);
    expect(svg).toContain('<title>Times &amp; sizes</title>');
    expect(svg).toContain('a &lt; b');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('keeps every point inside its panel', () => {
    const svg = plot('t', [{ title: 'x', series: [series] }], labels);
    const points = [...svg.matchAll(/cx="([^"]+)" cy="([^"]+)"/g)];
    expect(points).toHaveLength(2 + 1);
    for (const [, cx, cy] of points.slice(0, 2)) {
      expect(Number(cx)).toBeGreaterThan(0);
      expect(Number(cx)).toBeLessThan(360);
      expect(Number(cy)).toBeGreaterThan(0);
      expect(Number(cy)).toBeLessThan(300);
    }
  });

  it('draws marks and error bars, all of them inside', () => {
    const measured = {
      name: 'marked',
      mark: 'M0 0H12V12H0Z',
      outlined: true,
      colour: '#123456',
      points: [{ x: 1000, y: 0.1, bar: [0.02, 0.3] as const }],
    };
    const svg = plot('t', [{ title: 'x', series: [measured] }], { x: String, ...labels });
    expect(svg.match(/<path/g)).toHaveLength(2);
    const [, y1, y2] = /y1="([^"]+)" x2="[^"]+" y2="([^"]+)" stroke="#123456"/.exec(svg)!;
    expect(Number(y1)).toBeGreaterThan(Number(y2));
    expect(Number(y1)).toBeLessThan(290);
    expect(Number(y2)).toBeGreaterThan(0);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
