import { expect, it } from 'vitest';
import { figureRows } from './figureRows.ts';
import { bytesOf } from './picture.ts';
import { linesOfLink, PICTURE, pictureFigure, withSvgText } from './pictureFigure.ts';
import { curvesFigure, type PlotColours } from './plot.ts';

const colours = {
  ink: '#000',
  muted: '#444',
  surface: '#fff',
  networks: { a: '#00f', b: '#f00', c: '#0f0', d: '#ff0' },
} as PlotColours;
const link = 'https://example.org/#v=3&preset=quick&b.rank=<4>';
const caption = { title: 'Learning curves', subtitle: 'A: Classical & more.', link };
const points = [
  { step: 0, train: 1, test: 1 },
  { step: 2, test: 0.25 },
];
const figure = curvesFigure([{ id: 'a', name: 'Classical', points }], 10, undefined, colours);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

it('takes the picture out of its address', () => {
  expect(text(bytesOf('data:image/svg+xml,%3Csvg%3E%C2%B1%3C%2Fsvg%3E'))).toBe('<svg>±</svg>');
  expect([...bytesOf('data:image/png;base64,iVBO')]).toEqual([0x89, 0x50, 0x4e]);
});

it('a picture has a title, a legend of its lines, and the link in small type', () => {
  const { data, layout } = pictureFigure(figure, caption, colours);
  expect(layout).toMatchObject({ ...PICTURE, showlegend: true, title: { text: caption.title } });
  expect(data.map(({ name }) => name)).toEqual(['A · Classical, train', 'A · Classical, test']);
  const words = layout.annotations!.map((one) => one.text);
  // Plotly reads HTML.
  expect(words).toEqual([
    'A: Classical &amp; more.',
    link.replaceAll('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;'),
  ]);
});

it('a longer link has more room below the axes', () => {
  const bottom = (one: string) =>
    pictureFigure(figure, { ...caption, link: one }, colours).layout.margin!.b!;
  expect(bottom('x'.repeat(400)) - bottom('x')).toBe(24);
  expect(bottom('x'.repeat(60_000))).toBeLessThan(PICTURE.height / 4);
});

it('breaks a link into lines, and says where it goes on', () => {
  expect(linesOfLink('abcdefg', 3, 3)).toEqual(['abc', 'def', 'g']);
  expect(linesOfLink('abcdefg', 3, 2)).toEqual(['abc', 'de…']);
  expect(linesOfLink('', 3, 2)).toEqual([]);
});

it('an SVG file bears title and link, and stays what it was', () => {
  const svg = withSvgText('<svg class="main" width="9"><g/></svg>', caption);
  expect(svg).toBe(
    '<svg class="main" width="9"><title>Learning curves</title><desc>A: Classical &amp; more. https://example.org/#v=3&amp;preset=quick&amp;b.rank=&lt;4&gt;</desc><g/></svg>',
  );
  expect(() => withSvgText('', caption)).toThrow('could not be made');
});

it('the rows of a chart are its points, in the units of its axes', () => {
  expect(figureRows(figure)).toEqual([
    { line: 'A · Classical, train', 'Training step': 0, 'Relative L2 error (%)': 100 },
    { line: 'A · Classical, test', 'Training step': 0, 'Relative L2 error (%)': 100 },
    { line: 'A · Classical, test', 'Training step': 2, 'Relative L2 error (%)': 25 },
  ]);
});

it('neither outlines of areas nor entries of a legend are rows', () => {
  const data = [
    { x: [1], y: [2], fill: 'toself' as const },
    { x: [null], y: [null], name: 'Classical' },
    { x: new Float32Array([1, 2]), y: [Number.NaN, 4], name: 'kept' },
  ];
  expect(figureRows({ data, layout: {}, config: {} })).toEqual([
    { line: 'kept', x: 1, y: undefined },
    { line: 'kept', x: 2, y: 4 },
  ]);
});
