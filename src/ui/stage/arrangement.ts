/**
 * How the panels of the stage stand: by the shape of what they show, which is known as soon as a file is opened, so that
 * nothing moves when the pictures come.
 */
import { ownGrid } from '../../engine/tasks/own/shapes.ts';
import { originOf } from '../../engine/tasks/index.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';

/** Points of a picture along x and y. */
export type Shape = readonly [x: number, y: number];

/** Width by height; points lie on the edges, and are equally far from each other along x and y. */
export const ratioOf = ([x, y]: Shape): number => (x - 1) / (y - 1);

/** Of the domain of a scene; undefined where samples have none. */
export const domainRatio = (experiment: Pick<Experiment, 'task' | 'scene'>): number | undefined =>
  originOf(experiment).simulated ? experiment.scene.width / experiment.scene.height : undefined;

/** From here on a domain stands alone: in a row of its own above the panels of the zone, or in a column beside them. */
const SECTION = 1.5;

/** Whether a domain is so wide, or so high, that it would be small in the frame of a panel. */
export function standsAlone(ratio: number | undefined): 'wide' | 'high' | undefined {
  if (ratio === undefined) return undefined;
  if (ratio >= SECTION) return 'wide';
  return ratio <= 1 / SECTION ? 'high' : undefined;
}

/** Of the zone; undefined where points are equally far from each other. */
export function zoneRatio({ task, zone }: Pick<Experiment, 'task' | 'zone'>): number | undefined {
  const [width, height] = [zone.x[1] - zone.x[0], zone.y[1] - zone.y[0]];
  return originOf({ task }).simulated && width > 0 && height > 0 ? width / height : undefined;
}

/** Of frames with a zone below a wide domain: words must have room in them. */
const SHORTEST_FRAME = 2 / 3;

/** Of the pictures of an experiment, and so of their frames: a square, unless a file or the zone says something else. */
export function stageRatio(experiment: Pick<Experiment, 'task' | 'scene' | 'zone'>): number {
  if (standsAlone(domainRatio(experiment)) === 'wide')
    return Math.min(1 / SHORTEST_FRAME, Math.max(SHORTEST_FRAME, zoneRatio(experiment) ?? 1));
  const grid = originOf(experiment).fromFile ? ownGrid(experiment.task) : undefined;
  return grid ? ratioOf(grid) : 1;
}

/** Frames of panels are no longer than this; a picture that is has room above and below it, or at its sides. */
const LONGEST = 5;
const HIGHEST = 1 / 3;
/** The same of high ones that stand in two rows. */
const HIGHEST_OF_TWO = 1 / 2;

/** From here on panels are wide, or high: what stands in columns then stands in rows, or side by side. */
const WIDE = 2;
const HIGH = 1 / 2;

/** Whether pictures are so wide that they stand below each other. */
export const isWide = (ratio: number): boolean => ratio > WIDE;

/** High panels that have room side by side. */
const MOST_IN_A_ROW = 6;

export interface Arrangement {
  /** Of the frame of a panel: width by height. */
  aspect: number;
  columns: number;
  rows: number;
  /** Whether panels fill one row after the other, not column by column. */
  byRows: boolean;
}

interface Panels {
  /** Inputs beside the first one. */
  inputs: number;
  networks: number;
  /** Whether the first panel is enlarged, and stands with the truth alone. */
  large: boolean;
}

/**
 * Square ones: truths in the first column, further inputs in the next, then a column for every network, forecast above
 * error. Wide ones: the same turned, so that they become as wide as possible. High ones: all in one row, if they fit.
 */
export function arrangement(ratio: number, { inputs, networks, large }: Panels): Arrangement {
  const lines = 1 + Math.ceil(inputs / 2) + networks;
  if (isWide(ratio)) {
    const aspect = Math.min(LONGEST, ratio);
    return large
      ? { aspect, columns: 1, rows: 2, byRows: true }
      : { aspect, columns: 2, rows: lines, byRows: true };
  }
  const all = 2 + inputs + 2 * networks;
  if (ratio < HIGH && !large && all <= MOST_IN_A_ROW) {
    return { aspect: Math.max(HIGHEST, ratio), columns: all, rows: 1, byRows: false };
  }
  const aspect = Math.max(HIGHEST_OF_TWO, ratio);
  return { aspect, columns: large ? 3 : lines, rows: 2, byRows: false };
}

/** The largest picture of this width by height that a frame has room for, in whole pixels. */
export function fitted(
  { width, height }: { width: number; height: number },
  ratio: number,
): { width: number; height: number } {
  return {
    width: Math.max(1, Math.min(width, Math.round(height * ratio))),
    height: Math.max(1, Math.min(height, Math.round(width / ratio))),
  };
}
