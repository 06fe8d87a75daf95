/** Fields of the stage as pictures, in the colours of a theme. */
import type { SceneRecording } from '../../worker/protocol.ts';
import type { Theme } from '../theme.ts';
import { colourTables } from './colours.ts';
import { largestOf, roundUp, type Comparison } from './comparison.ts';
import type { Picture } from './paint.ts';

interface Shades {
  theme: Theme;
  /** At the end of the scale, in the unit of the field. */
  range: number;
}

/** Grid points per side of a field on the zone. */
const pointsOf = (field: Float32Array, frames: number): number =>
  Math.round(Math.sqrt(field.length / frames));

const signed = ({ theme, range }: Shades) => ({
  table: colourTables[theme].field,
  low: -range,
  high: range,
});

/** A field in the zone, as it is to be drawn: [time, x, y]. */
export const fieldPicture = (values: Float32Array, frames: number, shades: Shades): Picture => ({
  values,
  points: pointsOf(values, frames),
  ...signed(shades),
});

/** |forecast − truth| in the zone. */
export const errorPicture = (
  { forecast, truth }: Comparison,
  frames: number,
  { theme, range }: Shades,
): Picture => ({
  values: forecast,
  minus: truth,
  points: pointsOf(truth, frames),
  table: colourTables[theme].error,
  low: 0,
  high: range,
});

/** The whole square; undefined where samples begin with numbers, not with a field. */
export function squarePicture(
  { domain, domainPoints }: SceneRecording,
  unit: string | undefined,
  { theme, range }: Shades,
): Picture | undefined {
  if (domain.length === 0) return undefined;
  // Without a unit, inputs may be quantities of quite another size than outputs.
  const own = unit ? range : roundUp(largestOf(domain));
  return { values: domain, points: domainPoints, ...signed({ theme, range: own }) };
}
