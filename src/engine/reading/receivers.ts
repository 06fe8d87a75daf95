/** Receivers of a scene: single points, and those on its lines and arcs, in the order of the list. */
import type { Item } from '../experiment/list.ts';
import type { Interval } from '../experiment/numbers.ts';
import type { Experiment } from '../experiment/schema.ts';

export interface Receiver {
  /** `R001`, `R002`, …: at most the eight characters of a station in SAC. */
  name: string;
  /** m */
  x: number;
  y: number;
  /** The place in the list of the item that it belongs to. */
  item: number;
  /** On a line the distance (m) from its beginning, on an arc the angle (°), of a point zero. */
  along: number;
}

type Place = Pick<Receiver, 'x' | 'y' | 'along'>;

/** Exact at both ends. */
const between = (from: number, to: number, share: number): number =>
  (1 - share) * from + share * to;

function linePlaces([x1, y1, x2, y2, count]: readonly number[]): Place[] {
  const length = Math.hypot(x2 - x1, y2 - y1);
  return Array.from({ length: count }, (_, i) => {
    const share = i / (count - 1);
    return { x: between(x1, x2, share), y: between(y1, y2, share), along: share * length };
  });
}

/** On a whole circle the last receiver stands one step before the first one. */
function arcPlaces([x, y, radius, from, to, count]: readonly number[]): Place[] {
  const intervals = Math.abs(to - from) === 360 ? count : count - 1;
  return Array.from({ length: count }, (_, i) => {
    const along = between(from, to, i / intervals);
    return { ...pointOnArc([x, y, radius], along), along };
  });
}

function placesOf({ kind, numbers }: Item): Place[] {
  const values = numbers.map(([value]) => value);
  if (kind === 'line') return linePlaces(values);
  if (kind === 'arc') return arcPlaces(values);
  return [{ x: values[0], y: values[1], along: 0 }];
}

/** Which end of a line or an arc. */
export type End = 'first' | 'last';

const pointOnArc = ([x, y, radius]: readonly number[], degrees: number) => {
  const angle = (degrees * Math.PI) / 180;
  return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
};

/** Where a line or an arc begins and ends (m); undefined of a point. */
export function endsOfItem({
  kind,
  numbers,
}: Item): Readonly<Record<End, { x: number; y: number }>> | undefined {
  const values = numbers.map(([value]) => value);
  const [x1, y1, x2, y2] = values;
  if (kind === 'line') return { first: { x: x1, y: y1 }, last: { x: x2, y: y2 } };
  if (kind !== 'arc') return undefined;
  return { first: pointOnArc(values, values[3]), last: pointOnArc(values, values[4]) };
}

const TURN = 360;

/** The angle `to` (degrees), so many turns on that it is near the present one; at most a turn from the arc's other end. */
function angleNear(to: number, present: number, other: number): number {
  const near = to + TURN * Math.round((present - to) / TURN);
  return Math.min(TURN, other + TURN, Math.max(-TURN, other - TURN, near));
}

/**
 * A line or an arc with one end at another place (m). An arc keeps its centre: its radius becomes the distance of that
 * place, and the end has its angle, to a tenth of a degree. `round` is for lengths.
 */
export function withEndAt(
  item: Item,
  end: End,
  at: { x: number; y: number },
  round: (metres: number) => number,
): Item {
  const numbers = item.numbers.map(([value]) => value);
  if (item.kind === 'line') numbers.splice(end === 'first' ? 0 : 2, 2, at.x, at.y);
  else {
    const [x, y, , from, to] = numbers;
    const [place, present, other] = end === 'first' ? [3, from, to] : [4, to, from];
    const degrees = Math.round((1800 * Math.atan2(at.y - y, at.x - x)) / Math.PI) / 10;
    numbers[2] = round(Math.hypot(at.x - x, at.y - y));
    numbers[place] = angleNear(degrees, present, other);
  }
  return { ...item, numbers: numbers.map((value): Interval => [value, value]) };
}

/** How many receivers an item stands for. */
export const countOfItem = ({ kind, numbers }: Item): number =>
  kind === 'point' ? 1 : numbers[numbers.length - 1][0];

/** The receivers of one item, not named yet. */
export const itemPlaces = (item: Item): readonly Place[] => placesOf(item);

export const receiverName = (index: number): string => `R${String(index + 1).padStart(3, '0')}`;

/** All receivers of a scene, named in order. */
export const receiversOf = ({ scene }: Pick<Experiment, 'scene'>): Receiver[] =>
  scene.receivers
    .flatMap((item, index) => placesOf(item).map((place) => ({ ...place, item: index })))
    .map((place, index) => ({ name: receiverName(index), ...place }));
