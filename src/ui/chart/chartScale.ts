/** Charts as large as the visitor's letters, or as paper has room for. */
import type { Data, Layout, LayoutAxis, PlotData } from 'plotly.js-basic-dist-min';
import type { Figure } from './plot.ts';

export interface Scale {
  /** Pixels of the page's letters (px per rem). */
  rem: number;
  /** Where they are not those of the place (px). */
  width?: number;
  height?: number;
}

/** As the visitor wants letters to be. */
export const remOf = ({ ownerDocument }: Element): Scale => ({
  rem: Number.parseFloat(getComputedStyle(ownerDocument.documentElement).fontSize),
});

/** Figures are made for letters of 16 px; what goes with letters grows with them. */
export function enlarged({ data, layout, config }: Figure, { rem, width, height }: Scale): Figure {
  const by = rem / 16;
  const { l = 0, r = 0, t = 0, b = 0 } = layout.margin ?? {};
  const margin = { ...layout.margin, l: by * l, r: by * r, t: by * t, b: by * b };
  return {
    data: data.map((trace) => thickened(trace, by)),
    layout: { ...layout, ...axesOf(layout, by), margin, width, height },
    config,
  };
}

/** Lines and marks of a trace, as much stronger as the letters are larger. */
function thickened(trace: Data, by: number): Data {
  if (by === 1) return trace;
  const { line, marker } = trace as Partial<PlotData>;
  const grown = (size: unknown) => (typeof size === 'number' ? by * size : undefined);
  return {
    ...trace,
    ...(line && { line: { ...line, width: grown(line.width ?? 2) } }),
    ...(marker && { marker: { ...marker, size: grown(marker.size) ?? marker.size } }),
  } as Data;
}

const axesOf = ({ xaxis, yaxis }: Partial<Layout>, by: number) => ({
  xaxis: enlargedAxis(xaxis, by),
  yaxis: enlargedAxis(yaxis, by),
});

function enlargedAxis(axis: Partial<LayoutAxis> | undefined, by: number): Partial<LayoutAxis> {
  const { tickfont, title } = axis ?? {};
  const words = typeof title === 'string' ? { text: title } : title;
  const grown = (size: number | undefined) => by * (size ?? 12);
  return {
    ...axis,
    tickfont: { ...tickfont, size: grown(tickfont?.size) },
    title: {
      ...words,
      font: { ...words?.font, size: grown(words?.font?.size) },
      standoff: by * (words?.standoff ?? 6),
    },
  };
}
