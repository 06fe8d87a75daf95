/** The colours of the networks are told apart by colour-blind readers, too; in grey, their marks tell them apart. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { networkMarks } from '../chart/networkMarks.ts';

const tokens = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

type Rgb = readonly [number, number, number];

/** Matrices for linear RGB, severity 1, after Machado, Oliveira and Fernandes 2009. */
const visions: Readonly<Record<string, readonly Rgb[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (matrix: readonly Rgb[], [r, g, b]: Rgb): Rgb =>
  matrix.map((row) => row[0] * r + row[1] * g + row[2] * b) as unknown as Rgb;

/** `#rrggbb` to linear RGB. */
const linear = (hex: string): Rgb =>
  [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;

const toXyz: readonly Rgb[] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const luminance = (rgb: Rgb): number => times(toXyz, rgb)[1];

/** CIE L*a*b* under daylight (D65). */
function lab(rgb: Rgb): Rgb {
  const [x, y, z] = times(toXyz, rgb.map((c) => Math.min(1, Math.max(0, c))) as unknown as Rgb).map(
    (value, i) => {
      const t = value / [0.95047, 1, 1.08883][i];
      return t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116;
    },
  );
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function colourOf(name: string): { light: string; dark: string } {
  const [, light, dark] =
    new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(tokens) ?? [];
  return { light, dark };
}

const ids = ['a', 'b', 'c', 'd'] as const;
/** Steps of L*a*b*; one is just visible side by side, and lines lie apart. */
const APART = 15;

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const colours = ids.map((id) => linear(colourOf(`network-${id}`)[theme]));

  it.each(Object.entries(visions))('four colours stay apart with %s vision', (_, matrix) => {
    const seen = colours.map((colour) => lab(times(matrix, colour)));
    for (let i = 0; i < seen.length; i++) {
      for (let j = 0; j < i; j++) {
        const difference = Math.hypot(...seen[i].map((value, k) => value - seen[j][k]));
        expect(difference, `${ids[j]} and ${ids[i]}`).toBeGreaterThan(APART);
      }
    }
  });

  it.each(['surface', 'page', 'sunken'])('they can be read as text on the %s', (name) => {
    const behind = luminance(linear(colourOf(name)[theme]));
    for (const colour of colours) {
      const [low, high] = [behind, luminance(colour)].toSorted((x, y) => x - y);
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThan(4.5);
    }
  });
});

it('each network has a mark of its own', () => {
  const marks = ids.map((id) => networkMarks[id].symbol);
  expect(new Set(marks).size).toBe(ids.length);
});
