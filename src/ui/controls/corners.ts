import { formatNumber, parseInterval } from '../../engine/experiment/numbers.ts';
import type { ItemText } from './itemTexts.ts';

/** How far a new corner stands off the line between its neighbours, as a share of it: on it, nothing would be seen. */
const OUTWARDS = 0.2;

const middle = (text: string): number => {
  const [low, high] = parseInterval(text);
  return (low + high) / 2;
};

const coordinate = (value: number, length: number): string => {
  const grain = 10 ** Math.floor(Math.log10(length) - 1);
  return formatNumber(Math.max(0, Math.round(value / grain) * grain));
};

/** A further corner between the last and the first one; coordinates begin at number `first`. */
export function withCorner(item: ItemText, first: number): ItemText {
  const values = item.numbers.slice(first).map(middle);
  const [x0, y0] = values;
  const [x1, y1] = values.slice(-2);
  const [dx, dy] = [x0 - x1, y0 - y1];
  const length = Math.hypot(dx, dy) || 1;
  // Outwards is to the right of the way round if that is counter-clockwise.
  const sign = Math.sign(area(values)) || 1;
  const x = (x0 + x1) / 2 + sign * OUTWARDS * dy;
  const y = (y0 + y1) / 2 - sign * OUTWARDS * dx;
  return { ...item, numbers: [...item.numbers, coordinate(x, length), coordinate(y, length)] };
}

export const withoutCorner = (item: ItemText, first: number, corner: number): ItemText => ({
  ...item,
  numbers: item.numbers.toSpliced(first + 2 * corner, 2),
});

/** Twice the area inside, positive if the corners go counter-clockwise. */
function area(values: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 2) {
    const j = (i + 2) % values.length;
    sum += values[i] * values[j + 1] - values[j] * values[i + 1];
  }
  return sum;
}
