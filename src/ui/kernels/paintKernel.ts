/** Images of kernels: one cell per kernel point, the first axis to the right, the second upwards. */
import type { ColourTable } from '../stage/colours.ts';

export interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Of a 3-way kernel the slices along its first axis lie side by side, this far apart (cells). */
const SLICE_GAP = 0.4;

/** Width of a kernel's image relative to its height. */
export function aspectOf(size: readonly number[]): number {
  const [columns, rows] = size.slice(-2);
  const slices = size.length === 3 ? size[0] : 1;
  return (slices * columns + (slices - 1) * SLICE_GAP) / rows;
}

let scratch: HTMLCanvasElement | undefined;

/** Paints values [columns, rows], rows fastest and upwards, from −range to range. */
function paintCells(
  context: CanvasRenderingContext2D,
  values: Float32Array,
  columns: number,
  table: ColourTable,
  range: number,
  { left, top, width, height }: Place,
): void {
  const rows = values.length / columns;
  scratch ??= document.createElement('canvas');
  scratch.width = columns;
  scratch.height = rows;
  const image = new ImageData(columns, rows);
  const words = new Uint32Array(image.data.buffer);
  values.forEach((value, at) => {
    const index = Math.round(127.5 * (1 + value / (range || 1)));
    const [i, j] = [Math.floor(at / rows), at % rows];
    words[(rows - 1 - j) * columns + i] = table[Math.min(255, Math.max(0, index))];
  });
  scratch.getContext('2d')?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(scratch, 0, 0, columns, rows, left, top, width, height);
}

/** An edge, without which a kernel of small values could not be distinguished from the page. */
function outline(context: CanvasRenderingContext2D, { left, top, width, height }: Place): void {
  context.save();
  context.globalAlpha = 0.3;
  context.lineWidth = 0.5;
  context.strokeStyle = getComputedStyle(context.canvas).color;
  context.strokeRect(left + 0.25, top + 0.25, width - 0.5, height - 0.5);
  context.restore();
}

/** Paints a kernel [x, y] or [t, x, y] from −range to range. */
export function paintKernel(
  context: CanvasRenderingContext2D,
  values: Float32Array,
  size: readonly number[],
  table: ColourTable,
  range: number,
  place: Place,
): void {
  const [columns, rows] = size.slice(-2);
  const slices = size.length === 3 ? size[0] : 1;
  const cell = place.height / rows;
  for (let slice = 0; slice < slices; slice++) {
    const part = values.subarray(slice * columns * rows, (slice + 1) * columns * rows);
    const left = place.left + slice * (columns + SLICE_GAP) * cell;
    const own = { ...place, left, width: columns * cell };
    paintCells(context, part, columns, table, range, own);
    outline(context, own);
  }
}
