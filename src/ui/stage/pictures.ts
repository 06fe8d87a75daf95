/** Fields of the stage as pictures, in the colours of a theme. */
import type { Experiment } from '../../engine/experiment/schema.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { ownGrid } from '../../engine/tasks/own/shapes.ts';
import type { SceneRecording } from '../../worker/protocol.ts';
import type { Theme } from '../theme.ts';
import { domainRatio, zoneRatio, type Shape } from './arrangement.ts';
import { colourTables } from './colours.ts';
import { largestOf, roundUp, type Comparison } from './comparison.ts';
import type { Picture } from './paint.ts';

interface Shades {
  theme: Theme;
  /** At the end of the scale, in the unit of the field. */
  range: number;
}

/** A field that networks forecast, or the truth beside it: [time, x, y] of so many frames, as an experiment has it. */
export interface Framed {
  values: Float32Array;
  frames: number;
  experiment: Pick<Experiment, 'task' | 'zone'>;
}

/** Grid points along x and y: as the file has them, or as many along both. */
export function shapeOf({ values, frames, experiment }: Framed): Shape {
  const size = values.length / frames;
  const grid = originOf(experiment).fromFile ? ownGrid(experiment.task) : undefined;
  if (grid && grid[0] * grid[1] === size) return grid;
  const points = Math.round(Math.sqrt(size));
  return [points, points];
}

const signed = ({ theme, range }: Shades) => ({
  table: colourTables[theme].field,
  low: -range,
  high: range,
});

/** A field as it is to be drawn. */
export const fieldPicture = (field: Framed, shades: Shades): Picture => ({
  values: field.values,
  shape: shapeOf(field),
  ratio: zoneRatio(field.experiment),
  ...signed(shades),
});

/** |forecast − truth|. */
export const errorPicture = (
  { forecast, truth }: Pick<Comparison, 'forecast' | 'truth'>,
  framed: Omit<Framed, 'values'>,
  { theme, range }: Shades,
): Picture => ({
  values: forecast,
  minus: truth,
  shape: shapeOf({ ...framed, values: truth }),
  ratio: zoneRatio(framed.experiment),
  table: colourTables[theme].error,
  low: 0,
  high: range,
});

/** The whole square, or the input; undefined where samples begin with numbers, not with a field. */
export function squarePicture(
  { domain, domainShape, experiment }: SceneRecording,
  unit: string | undefined,
  { theme, range }: Shades,
): Picture | undefined {
  if (domain.length === 0) return undefined;
  // Without a unit, inputs may be quantities of quite another size than outputs.
  const own = unit ? range : roundUp(largestOf(domain));
  const ratio = domainRatio(experiment);
  return { values: domain, shape: domainShape, ratio, ...signed({ theme, range: own }) };
}
