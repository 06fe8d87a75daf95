/** A shot gather on a canvas, time downwards: wiggles with filled positive swings, or colours. */
import type { ColourTable } from '../../stage/colours.ts';

export interface GatherPicture {
  kind: 'wiggle' | 'density';
  /** Gained values, from t = 0 to the end of the picture. */
  traces: readonly Float32Array[];
  /** Where each stands from left to right, from 0 to 1. */
  places: readonly number[];
  /** When each begins to move, from 0 to 1 of the time. */
  arrivals: readonly (number | undefined)[];
  /** The value at which colours and wiggles end. */
  clip: number;
  table: ColourTable;
  ink: string;
  /** Of the marks of first arrivals, and of what parts them from the picture. */
  mark: string;
  halo: string;
  /** Device pixels per CSS pixel. */
  ratio: number;
}

/** A swing at the clip reaches so far, in distances of traces. */
const REACH = 0.95;
const MARK = { longest: 14, shortest: 5, width: 2.5 } as const;

function valueAt(u: Float32Array, share: number): number {
  const place = share * (u.length - 1);
  const k = Math.min(u.length - 2, Math.floor(place));
  return u[k] + (place - k) * (u[k + 1] - u[k]);
}

/** Which trace is nearest to every column. */
function nearestTraces(places: readonly number[], width: number): Uint16Array {
  const order = [...places.keys()].toSorted((p, q) => places[p] - places[q]);
  const nearest = new Uint16Array(width);
  let k = 0;
  for (let column = 0; column < width; column++) {
    const at = (column + 0.5) / width;
    while (k + 1 < order.length && places[order[k]] + places[order[k + 1]] < 2 * at) k++;
    nearest[column] = order[k];
  }
  return nearest;
}

function paintDensity(context: CanvasRenderingContext2D, picture: GatherPicture): void {
  const { traces, places, clip, table } = picture;
  const { width, height } = context.canvas;
  const image = new ImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  const nearest = nearestTraces(places, width);
  const row = new Uint32Array(traces.length);
  for (let y = 0; y < height; y++) {
    const share = height > 1 ? y / (height - 1) : 0;
    traces.forEach((u, r) => {
      const index = Math.round(127.5 * (1 + valueAt(u, share) / clip));
      row[r] = table[Math.min(255, Math.max(0, index))];
    });
    for (let x = 0; x < width; x++) words[y * width + x] = row[nearest[x]];
  }
  context.putImageData(image, 0, 0);
}

function paintWiggles(context: CanvasRenderingContext2D, picture: GatherPicture): void {
  const { traces, places, clip, ink, ratio } = picture;
  const { width, height } = context.canvas;
  const swing = (REACH * width) / Math.max(2, traces.length);
  context.strokeStyle = ink;
  context.fillStyle = ink;
  context.lineWidth = Math.max(0.6, Math.min(1, swing / (6 * ratio))) * ratio;
  context.lineJoin = 'round';
  traces.forEach((u, r) => {
    const middle = places[r] * width;
    const line = new Path2D();
    const area = new Path2D();
    area.moveTo(middle, 0);
    for (let y = 0; y <= height; y++) {
      const value = Math.min(1, Math.max(-1, valueAt(u, y / height) / clip));
      if (y === 0) line.moveTo(middle + swing * value, y);
      else line.lineTo(middle + swing * value, y);
      area.lineTo(middle + swing * Math.max(0, value), y);
    }
    area.lineTo(middle, height);
    area.closePath();
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- of a canvas, not of a list
    context.fill(area);
    context.stroke(line);
  });
}

function paintArrivals(context: CanvasRenderingContext2D, picture: GatherPicture): void {
  const { places, arrivals, mark, halo, ratio } = picture;
  const { width, height } = context.canvas;
  const room = (0.7 * width) / places.length;
  const half = Math.min(MARK.longest * ratio, Math.max(MARK.shortest * ratio, room)) / 2;
  const path = new Path2D();
  arrivals.forEach((share, r) => {
    if (share === undefined) return;
    path.moveTo(places[r] * width - half, share * height);
    path.lineTo(places[r] * width + half, share * height);
  });
  context.lineCap = 'butt';
  for (const [colour, extra] of [
    [halo, 2],
    [mark, 0],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = (MARK.width + extra) * ratio;
    context.stroke(path);
  }
}

/** Paints over the whole canvas. Silence is an empty picture. */
export function paintGather(canvas: HTMLCanvasElement, picture: GatherPicture): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  const shown = picture.clip > 0 ? picture : { ...picture, clip: 1 };
  if (shown.kind === 'density') paintDensity(context, shown);
  else paintWiggles(context, shown);
  paintArrivals(context, shown);
}
