/**
 * Seismograms as alphanumeric SAC files, which `obspy.read(name, format='SACXY')` and SAC's READALPHA open.
 *
 * Source: SAC user's manual, “SAC data file format” (header version 6): 14 lines of five floats (5G15.7), 8 lines of five
 * integers (5I10), 8 lines of texts of eight characters (the second text has 16), then the values, five a line.
 */
import type { Gather, GatherTrace } from '../scene/gather.ts';

/** Stands for what is not known. */
const UNKNOWN = -12345;
const FLOATS = 70;
const INTEGERS = 40;
const TEXTS = 24;

/** Where the fields stand among those of their type. */
const floatFields = {
  DELTA: 0,
  DEPMIN: 1,
  DEPMAX: 2,
  B: 5,
  E: 6,
  O: 7,
  A: 8,
  USER0: 40,
  USER1: 41,
  USER2: 42,
  USER3: 43,
  USER4: 44,
  USER5: 45,
  DIST: 50,
  DEPMEN: 56,
} as const;
const integerFields = {
  NZYEAR: 0,
  NZJDAY: 1,
  NZHOUR: 2,
  NZMIN: 3,
  NZSEC: 4,
  NZMSEC: 5,
  NVHDR: 6,
  NPTS: 9,
  IFTYPE: 15,
  IDEP: 16,
  IZTYPE: 17,
  LEVEN: 35,
  LPSPOL: 36,
  LOVROK: 37,
  LCALDA: 38,
} as const;
/** The name of the event, KEVNM, has places 1 and 2. */
const textFields = {
  KSTNM: 0,
  KEVNM: 1,
  KO: 4,
  KA: 5,
  KUSER0: 17,
  KUSER1: 18,
  KUSER2: 19,
  KCMPNM: 20,
} as const;

/** Values of enumerated fields: a time series, of a quantity that SAC has no name for, with times from its beginning. */
const [ITIME, IUNKN, IB] = [1, 5, 9];
const HEADER_VERSION = 6;
const PER_LINE = 5;
const METRES_PER_KILOMETRE = 1000;

/** Seven significant digits in 15 characters, as Fortran's G15.7 and C's %#15.7g write them. */
function floatText(value: number): string {
  const [mantissa, power] = value.toExponential(6).split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 7) return value.toFixed(6 - exponent).padStart(15);
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`.padStart(15);
}

function lines(cells: readonly string[], perLine: number): string[] {
  return Array.from({ length: Math.ceil(cells.length / perLine) }, (_, i) =>
    cells.slice(i * perLine, (i + 1) * perLine).join(''),
  );
}

function placed<Field extends string, Value>(
  count: number,
  unknown: Value,
  fields: Readonly<Record<Field, number>>,
  values: Readonly<Partial<Record<Field, Value | undefined>>>,
): Value[] {
  const all = Array.from({ length: count }, () => unknown);
  for (const [field, value] of Object.entries(values) as [Field, Value | undefined][])
    if (value !== undefined) all[fields[field]] = value;
  return all;
}

/**
 * All values but the last one to four that would not fill a line: with a shorter last line, ObsPy 1.4 and NumPy 1.24 and later
 * refuse the file.
 */
const wholeLines = (u: Float32Array): Float32Array =>
  u.subarray(0, Math.max(PER_LINE, u.length - (u.length % PER_LINE)));

const textCell = (text: string): string => text.slice(0, 8).padEnd(8);

/**
 * One trace. Times count from the beginning of the record (B = 0, reference time 1970-01-01T00:00:00). Places are metres
 * in a plane, not degrees, so they are not in STLA and STLO: USER0 and USER1 are the receiver's x and y, USER2 and USER3 the
 * source's, USER4 is the peak frequency (Hz), USER5 the travel time (s); DIST is in km, as ever in SAC. O is the origin time, A
 * the first arrival.
 */
export function sacText({ dt, source }: Gather, trace: GatherTrace): string {
  const { name, x, y, offset, firstArrival, travelTime } = trace;
  const u = wholeLines(trace.u);
  let [low, high, sum] = [Infinity, -Infinity, 0];
  for (const value of u)
    [low, high, sum] = [Math.min(low, value), Math.max(high, value), sum + value];
  const floats = placed(FLOATS, UNKNOWN, floatFields, {
    DELTA: dt,
    DEPMIN: low,
    DEPMAX: high,
    DEPMEN: sum / u.length,
    B: 0,
    E: (u.length - 1) * dt,
    O: source?.origin,
    A: firstArrival,
    USER0: x,
    USER1: y,
    USER2: source?.x,
    USER3: source?.y,
    USER4: source?.frequency,
    USER5: travelTime,
    DIST: offset === undefined ? undefined : offset / METRES_PER_KILOMETRE,
  });
  const integers = placed(INTEGERS, UNKNOWN, integerFields, {
    NZYEAR: 1970,
    NZJDAY: 1,
    NZHOUR: 0,
    NZMIN: 0,
    NZSEC: 0,
    NZMSEC: 0,
    NVHDR: HEADER_VERSION,
    NPTS: u.length,
    IFTYPE: ITIME,
    IDEP: IUNKN,
    IZTYPE: IB,
    LEVEN: 1,
    LPSPOL: 0,
    LOVROK: 1,
    LCALDA: 0,
  });
  const texts = placed(TEXTS, textCell(String(UNKNOWN)), textFields, {
    KSTNM: textCell(name),
    KEVNM: textCell('SLIMWAVE'),
    KO: source && textCell(source.kind === 'ricker' ? 'peak' : 't=0'),
    KA: firstArrival === undefined ? undefined : textCell('AIC'),
    KUSER0: textCell('recv x,y'),
    KUSER1: textCell('src x, y'),
    KUSER2: textCell('Hz, s'),
    KCMPNM: textCell('U'),
  });
  // Of 16 characters, the second half is blank.
  texts[textFields.KEVNM + 1] = textCell('');
  return [
    ...lines(floats.map(floatText), PER_LINE),
    ...lines(
      integers.map((value) => String(value).padStart(10)),
      PER_LINE,
    ),
    ...lines(texts, 3),
    ...lines(Array.from(u, floatText), PER_LINE),
    '',
  ].join('\n');
}
