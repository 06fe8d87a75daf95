/** What a chart shows, as a table. */
import type { Data, LayoutAxis } from 'plotly.js-basic-dist-min';
import type { Row } from '../../engine/files/table.ts';
import type { Figure } from './plot.ts';

type Value = Row[string];

const titleOf = (axis: Partial<LayoutAxis> | undefined, otherwise: string): string => {
  const title = axis?.title;
  return (typeof title === 'string' ? title : title?.text) ?? otherwise;
};

/** Plotly takes lists of any kind; what is neither a number nor a text is left empty. */
const valuesOf = (list: unknown): Value[] =>
  Array.from((list ?? []) as ArrayLike<unknown>, (value) =>
    typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
      ? value
      : undefined,
  );

/** Outlines of areas and entries of a legend are no data. */
function isData(trace: Data): boolean {
  if ('fill' in trace && trace.fill === 'toself') return false;
  return valuesOf('x' in trace ? trace.x : undefined).some((x) => x !== undefined);
}

/** One row for every point: the name of its line, and both coordinates in columns named by the axes, units included. */
export function figureRows({ data, layout }: Figure): Row[] {
  const [x, y] = [titleOf(layout.xaxis, 'x'), titleOf(layout.yaxis, 'y')];
  return data.filter(isData).flatMap((trace, i) => {
    const { name = String(i + 1), x: xs, y: ys } = trace as Data & { x: unknown; y: unknown };
    const heights = valuesOf(ys);
    return valuesOf(xs).map((at, k) => ({ line: name, [x]: at, [y]: heights[k] }));
  });
}
