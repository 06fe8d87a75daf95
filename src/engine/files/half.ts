/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of mantissa. JavaScript has no array of it everywhere yet. */

/** The number that 16 bits stand for. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0x1f) return mantissa ? NaN : sign * Infinity;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** Above this, a number is rounded to infinity: halfway from the largest half to the next power of two. */
const OVERFLOW = 65_520;
/** The smallest number with a full mantissa. */
const NORMAL = 2 ** -14;

/** The 16 bits nearest to a number; of two that are equally near, the even ones. */
export function numberToHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= OVERFLOW) return sign | 0x7c00;
  if (size < NORMAL) return sign | toEven(size * 2 ** 24);
  let exponent = Math.floor(Math.log2(size));
  // The logarithm may be rounded up to the next whole number.
  if (2 ** exponent > size) exponent--;
  // A mantissa that is rounded up to 2 carries into the exponent, as it should.
  return sign | (((exponent + 14) << 10) + toEven(size * 2 ** (10 - exponent)));
}

function toEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

export const toHalves = (values: Float32Array): Uint16Array =>
  Uint16Array.from(values, numberToHalf);

/** Every value rounded to half precision. */
export const roundedToHalf = (values: Float32Array): Float32Array =>
  values.map((value) => halfToNumber(numberToHalf(value)));
