/** Colour maps as tables of 256 colours, one per theme. */
import {
  interpolateCividis,
  interpolateMagma,
  interpolatePurples,
  interpolateRdBu,
} from 'd3-scale-chromatic';
import type { Theme } from '../theme.ts';

/** 256 pixels, one 32-bit word each, in the byte order of ImageData. */
export type ColourTable = Uint32Array;

type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Diverging with a dark middle, for dark pages: there a white middle would glare where nothing happens.
 * Blue to orange through the page's own dark, in the manner of Crameri's “berlin”.
 */
const darkStops: readonly Rgb[] = [
  [214, 238, 255],
  [96, 178, 244],
  [36, 92, 158],
  [19, 24, 32],
  [150, 58, 28],
  [244, 128, 66],
  [255, 226, 196],
];

function betweenStops(stops: readonly Rgb[], t: number): Rgb {
  const at = t * (stops.length - 1);
  const i = Math.min(stops.length - 2, Math.floor(at));
  const mix = (channel: 0 | 1 | 2) =>
    stops[i][channel] + (stops[i + 1][channel] - stops[i][channel]) * (at - i);
  return [mix(0), mix(1), mix(2)];
}

/** The d3 maps answer `rgb(r, g, b)` or `#rrggbb`. */
function parseColour(css: string): Rgb {
  const numbers = css.startsWith('#')
    ? [1, 3, 5].map((i) => Number.parseInt(css.slice(i, i + 2), 16))
    : (css.match(/[\d.]+/g) ?? []).map(Number);
  return [numbers[0], numbers[1], numbers[2]];
}

function table(colour: (t: number) => Rgb): ColourTable {
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let i = 0; i < 256; i++) bytes.set([...colour(i / 255), 255], 4 * i);
  return new Uint32Array(bytes.buffer);
}

export interface ColourTables {
  /** From −range to +range. */
  field: ColourTable;
  /** From 0 to the range. */
  error: ColourTable;
  /** From the smallest value to the largest: what has no zero to be seen, such as speeds. */
  amount: ColourTable;
}

/** The same in both themes, since its ends are no background: neither means that nothing is there. */
const amount = table((t) => parseColour(interpolateCividis(t)));

/** The first two run from the page's own background to strong colours; positive displacement is warm. */
export const colourTables: Readonly<Record<Theme, ColourTables>> = {
  light: {
    field: table((t) => parseColour(interpolateRdBu(1 - t))),
    error: table((t) => parseColour(interpolatePurples(t))),
    amount,
  },
  dark: {
    field: table((t) => betweenStops(darkStops, t)),
    error: table((t) => parseColour(interpolateMagma(t))),
    amount,
  },
};
