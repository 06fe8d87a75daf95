/** What pictures of the stage are drawn on: text, and lines as in the page's style sheets. */
import type { PlotColours } from '../../chart/plot.ts';
import { type, type PlacedText, type TextRole } from './layout.ts';
import type { LineKind } from './scales.ts';

export interface Paper {
  context: CanvasRenderingContext2D;
  colours: PlotColours;
}

const FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

export const fontOf = (role: TextRole): string =>
  `${type[role].bold ? 600 : 400} ${type[role].size}px ${FAMILY}`;

interface Stroke {
  width: number;
  dash: number[];
}

/** As in the style sheet of the square (px). */
export const strokes: Readonly<Record<LineKind, Stroke>> = {
  zone: { width: 1.6, dash: [] },
  range: { width: 1.3, dash: [4, 3] },
  fixed: { width: 4, dash: [] },
  free: { width: 1.5, dash: [] },
  absorbing: { width: 3, dash: [1, 5] },
  driven: { width: 3, dash: [9, 3, 2, 3] },
  pml: { width: 1.5, dash: [2, 5] },
};
export const THIN: Stroke = { width: 1.2, dash: [] };

export function stroke(
  { context, colours }: Paper,
  path: Path2D,
  { width, dash }: Stroke,
  colour = colours.ink,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke(path);
}

const muted: ReadonlySet<TextRole> = new Set(['note', 'name', 'label', 'empty', 'link']);

export function paintText(
  { context, colours }: Paper,
  { text, role, x, y, align, network }: PlacedText,
): void {
  context.font = fontOf(role);
  context.textAlign = align ?? 'left';
  context.textBaseline = 'middle';
  context.fillStyle = network
    ? colours.networks[network]
    : muted.has(role)
      ? colours.muted
      : colours.ink;
  context.fillText(text, x, y);
}
