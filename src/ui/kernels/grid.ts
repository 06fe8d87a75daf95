/** Where the kernels of a layer lie in the grid: input channels s downwards, output channels t to the right. */
import { aspectOf } from './paintKernel.ts';

/** Most kernels in a row are as wide as this many squares, and this many rows are shown. */
const [SQUARES, ROWS] = [8, 5];
/** Space around a kernel relative to its height, and the largest height in a grid of this width. */
const GAP = 0.14;
const SMALLEST_GRID = 6;

export interface Selection {
  s: number;
  t: number;
}

export interface KernelGridPlan {
  /** The first channels shown. */
  firstS: number;
  firstT: number;
  rows: number;
  columns: number;
  /** Width of the whole relative to its height. */
  aspect: number;
  /** Pitch of the kernels as a share of the grid's width and height. */
  pitch: { x: number; y: number };
}

/** The page of the grid on which the selected kernel lies. */
export function planGrid(
  size: readonly number[],
  inputs: number,
  outputs: number,
  { s, t }: Selection,
): KernelGridPlan {
  const aspect = aspectOf(size);
  const most = Math.max(1, Math.floor(SQUARES / aspect));
  const columns = Math.min(outputs, most);
  const rows = Math.min(inputs, ROWS);
  // A layer with few channels is not blown up: room is left to its right.
  const across = Math.max(columns * (aspect + GAP), Math.min(SMALLEST_GRID, most) * (aspect + GAP));
  const down = rows * (1 + GAP);
  return {
    firstS: Math.floor(s / rows) * rows,
    firstT: Math.floor(t / columns) * columns,
    rows,
    columns,
    aspect: across / down,
    pitch: { x: (aspect + GAP) / across, y: (1 + GAP) / down },
  };
}

/** Share of the pitch that a kernel takes, in each direction. */
export const filled = (size: readonly number[]) => {
  const aspect = aspectOf(size);
  return { x: aspect / (aspect + GAP), y: 1 / (1 + GAP) };
};

/** The kernel at a point of the grid (shares of its width and height); undefined beside the kernels. */
export function kernelAt(
  plan: KernelGridPlan,
  inputs: number,
  outputs: number,
  x: number,
  y: number,
): Selection | undefined {
  const [column, row] = [Math.floor(x / plan.pitch.x), Math.floor(y / plan.pitch.y)];
  const [s, t] = [plan.firstS + row, plan.firstT + column];
  const inside = column >= 0 && column < plan.columns && row >= 0 && row < plan.rows;
  return inside && s < inputs && t < outputs ? { s, t } : undefined;
}
