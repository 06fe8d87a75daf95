/** A boundary trace as an image: arc length to the right, time upwards. */
import type { ColourTable } from '../stage/colours.ts';

export interface TracePicture {
  /** [frames, points] in metres. */
  values: Float32Array;
  /** Points along the boundary; after the last one comes the first again. */
  points: number;
  table: ColourTable;
  /** Values at the two ends of the colour table (m). */
  low: number;
  high: number;
}

let scratch: HTMLCanvasElement | undefined;

/** Paints the whole trace over the canvas. */
export function paintTrace(target: HTMLCanvasElement, picture: TracePicture): void {
  const { values, points, table, low, high } = picture;
  const frames = values.length / points;
  const columns = points + 1;
  scratch ??= document.createElement('canvas');
  scratch.width = columns;
  scratch.height = frames;
  const context = target.getContext('2d');
  const small = scratch.getContext('2d');
  if (!context || !small) return;
  const image = new ImageData(columns, frames);
  const words = new Uint32Array(image.data.buffer);
  const scale = 255 / (high - low);
  for (let t = 0; t < frames; t++) {
    for (let s = 0; s < columns; s++) {
      const index = Math.round((values[t * points + (s % points)] - low) * scale);
      words[(frames - 1 - t) * columns + s] = table[Math.min(255, Math.max(0, index))];
    }
  }
  small.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  // Values lie on the edges of the image, as in the fields of the stage.
  context.drawImage(scratch, 0.5, 0.5, points, frames - 1, 0, 0, target.width, target.height);
}
