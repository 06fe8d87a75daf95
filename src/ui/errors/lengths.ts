/** Wavelengths as the page shows them. */
import type { ErrorReport } from '../../engine/evaluation/report.ts';
import { formatMillimetres, formatPlain, withUnit } from '../shared/numbers.ts';

type Unit = ErrorReport['waves']['lengthUnit'];

/** Of own data, lengths are in the unit of the file's coordinates, or in distances of two points. */
export const unitName: Readonly<Record<Unit, string>> = { m: 'm', file: 'units', points: 'points' };

const DIGITS = 2;
/** From here on in metres, below in millimetres. */
const METRES = 0.1;

export function formatLength(length: number, unit: Unit): string {
  if (unit === 'm' && length < METRES) return formatMillimetres(Number(length.toPrecision(DIGITS)));
  return withUnit(formatPlain(length, DIGITS), unitName[unit]);
}
