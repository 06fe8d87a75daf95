/** Where the ticks of a chart's axes are, without Plotly. */
import type { LayoutAxis } from 'plotly.js-basic-dist-min';

export interface Tick {
  /** Place along the axis, from 0 to 1. */
  share: number;
  text: string;
}

/** A second line, as of wavelengths below wavenumbers, comes with the chart. */
const firstLine = (text: string): string => text.split('<br>', 1)[0];

type Axis = Partial<LayoutAxis> | undefined;

/** More would stand too close on a narrow chart. */
const MOST_STEPS = 6;
/** Of quotients that should be whole. */
const ROUNDING = 1e-9;

/** The smallest of 1, 2, 5, 10, 20 … that divides `span` into few steps. */
function stepOf(span: number): number {
  const power = 10 ** Math.floor(Math.log10(span / MOST_STEPS));
  return power * ([1, 2, 5].find((digit) => span / (digit * power) <= MOST_STEPS + ROUNDING) ?? 10);
}

/** Those that the axis names, or round numbers within its range; none of an axis that has no range of its own. */
export function ticksOf(axis: Axis): Tick[] {
  const [from, to] = (axis?.range ?? []) as number[];
  if (!(to > from) || !Number.isFinite(to - from)) return [];
  const at = (value: number, text: string): Tick => ({ share: (value - from) / (to - from), text });
  if (axis?.tickvals) {
    const scaled = axis.type === 'log' ? Math.log10 : (value: number) => value;
    return (axis.tickvals as number[]).map((value, i) =>
      at(scaled(value), firstLine(String(axis.ticktext?.[i] ?? value))),
    );
  }
  const step = stepOf(to - from);
  const first = Math.ceil(from / step - ROUNDING);
  return Array.from({ length: Math.floor(to / step + ROUNDING) - first + 1 }, (_, i) => {
    const value = Number(((first + i) * step).toPrecision(12));
    return at(value, String(value));
  });
}

export const titleOf = (axis: Axis): string =>
  (typeof axis?.title === 'string' ? axis.title : axis?.title?.text) ?? '';
