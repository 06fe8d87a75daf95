/** The rectangle that an experiment simulates, in metres, and its mesh size. */
import type { Box } from 'slimwave-waves/scene/shapes';
import type { Experiment } from '../experiment/schema.ts';

export type Extents = Pick<Experiment['scene'], 'width' | 'height'>;

export const domainBox = ({ width, height }: Extents): Box => ({ x: [0, width], y: [0, height] });

export const longerSide = ({ width, height }: Extents): number => Math.max(width, height);

/** Edge length (m) of mesh cells, of which so many fit along the longer side. */
export const cellSize = (extents: Extents, cells: number): number => longerSide(extents) / cells;

/** Cells of this size along the width and along the height. */
export const cellsAlong = (
  { width, height }: Extents,
  size: number,
): readonly [columns: number, rows: number] => [
  Math.max(1, Math.round(width / size)),
  Math.max(1, Math.round(height / size)),
];
