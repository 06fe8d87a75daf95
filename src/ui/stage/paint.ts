import type { Shape } from './arrangement.ts';
import type { ColourTable } from './colours.ts';

/** A field to paint: [time, x, y], y fastest. */
export interface Picture {
  values: Float32Array;
  /** Painted is |values − minus| where this is given. */
  minus?: Float32Array;
  /** Grid points along x and y. */
  shape: Shape;
  /** Width by height, where points are not equally far from each other along x and y. */
  ratio?: number;
  table: ColourTable;
  /** Values at the two ends of the colour table (m). */
  low: number;
  high: number;
}

interface Scratch {
  canvas: HTMLCanvasElement;
  image: ImageData;
  words: Uint32Array;
}

/** One small image per grid size, reused by all panels: they are painted one after the other. */
const scratches = new Map<string, Scratch>();

function scratchFor([width, height]: Shape): Scratch {
  const key = `${width} ${height}`;
  const known = scratches.get(key);
  if (known) return known;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  const scratch = { canvas, image, words: new Uint32Array(image.data.buffer) };
  scratches.set(key, scratch);
  return scratch;
}

/** The last frame of a picture. */
export const lastFrame = ({ values, shape: [x, y] }: Pick<Picture, 'values' | 'shape'>): number =>
  values.length / (x * y) - 1;

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Paints one frame over the whole canvas, y upwards. `medium` takes half the time without a GPU, and is not told from
 * `high` while the picture moves.
 */
export function paintFrame(
  target: HTMLCanvasElement,
  picture: Picture,
  frame: number,
  quality: ImageSmoothingQuality = 'high',
): void {
  const context = target.getContext('2d');
  const { width, height } = target;
  if (context) paintInto(context, picture, frame, { x: 0, y: 0, width, height }, quality);
}

/** Paints one frame into a part of a canvas, y upwards. */
export function paintInto(
  context: CanvasRenderingContext2D,
  picture: Picture,
  frame: number,
  into: Rectangle,
  quality: ImageSmoothingQuality = 'high',
): void {
  const { values, minus, shape, table, low, high } = picture;
  const [across, up] = shape;
  const { canvas, image, words } = scratchFor(shape);
  const offset = frame * across * up;
  const scale = 255 / (high - low);
  for (let i = 0; i < across; i++) {
    for (let j = 0; j < up; j++) {
      const at = offset + i * up + j;
      const value = minus ? Math.abs(values[at] - minus[at]) : values[at];
      const index = Math.round((value - low) * scale);
      words[(up - 1 - j) * across + i] = table[index < 0 ? 0 : index > 255 ? 255 : index];
    }
  }
  const small = canvas.getContext('2d');
  if (!small) return;
  small.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = quality;
  // Grid points lie on the edges of the field: half a pixel is cut off so that they do here too.
  const { x, y, width, height } = into;
  context.drawImage(canvas, 0.5, 0.5, across - 1, up - 1, x, y, width, height);
}
