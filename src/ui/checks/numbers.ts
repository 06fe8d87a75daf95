/** Numbers of the findings, and bounds in words. */
import { holds, type Finding } from '../../engine/verification/check.ts';

/** Before a unit: narrow and never broken across lines. */
const SPACE = '\u202f';
const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  ...Object.fromEntries(Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹', (character, digit) => [String(digit), character])),
};

const superscript = (exponent: number): string =>
  Array.from(String(exponent), (character) => SUPERSCRIPTS[character]).join('');

/** With so many significant digits, and with a power of ten where zeros would hide the size. */
export function formatNumber(x: number, digits: number): string {
  if (Number.isNaN(x)) return 'not a number';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : '−∞';
  if (x === 0) return '0';
  const [mantissa, exponent] = x.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  const plain = power >= -3 && power < 5;
  const rounded = Number(x.toPrecision(digits));
  const text = plain ? rounded.toFixed(Math.max(0, digits - 1 - power)) : mantissa;
  const signed = text.replace('-', '−');
  return plain ? signed : `${signed}${SPACE}×${SPACE}10${superscript(power)}`;
}

const withUnit = (text: string, unit?: string): string =>
  unit === undefined ? text : `${text}${SPACE}${unit}`;

/** Three significant digits, or more where rounding would contradict the verdict (1.8996 is not 1.90). */
export function formatMeasured(finding: Finding): string {
  const { value, unit } = finding;
  const verdict = holds(finding);
  let digits = 3;
  while (
    digits < 15 &&
    holds({ ...finding, value: Number(value.toPrecision(digits)) }) !== verdict
  ) {
    digits++;
  }
  return withUnit(formatNumber(value, digits), unit);
}

/** For round numbers (bounds, ticks): three digits at most, without zeros at the end. */
export function formatRound(x: number): string {
  const short = Number(x.toPrecision(3));
  const size = Math.abs(short);
  if (short === 0 || (size >= 1e-3 && size < 1e5)) return String(short).replace('-', '−');
  const [mantissa, exponent] = short.toExponential().split('e');
  const power = `10${superscript(Number(exponent))}`;
  return mantissa === '1' ? power : `${mantissa}${SPACE}×${SPACE}${power}`;
}

export function formatClaim({ atLeast, atMost, unit }: Finding): string {
  const parts = [
    atLeast === undefined ? [] : [`at least ${formatRound(atLeast)}`],
    atMost === undefined ? [] : [`at most ${formatRound(atMost)}`],
  ].flat();
  if (parts.length < 2) return parts.length === 0 ? '' : withUnit(parts[0], unit);
  return withUnit(`${formatRound(atLeast!)} to ${formatRound(atMost!)}`, unit);
}

/** Seconds; below ten with one decimal. */
export const formatSeconds = (ms: number): string =>
  `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)}${SPACE}s`;
