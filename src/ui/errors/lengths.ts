/** Wavelengths as the page shows them. */
import type { ErrorReport } from '../../engine/evaluation/report.ts';
import { formatPlain, withUnit } from '../shared/numbers.ts';
import { formatIn } from '../shared/units.ts';

type Unit = ErrorReport['waves']['lengthUnit'];

/** Of own data, lengths are in the unit of the file's coordinates, or in distances of two points. */
export const unitName: Readonly<Record<Unit, string>> = { m: 'm', file: 'units', points: 'points' };

const DIGITS = 2;

export const formatLength = (length: number, unit: Unit): string =>
  unit === 'm'
    ? formatIn(length, unit, DIGITS)
    : withUnit(formatPlain(length, DIGITS), unitName[unit]);
