/** Receivers of a scene: single points, and those on its lines and arcs, in the order of the list. */
import type { Item } from '../experiment/list.ts';
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
    const angle = (along * Math.PI) / 180;
    return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle), along };
  });
}

function placesOf({ kind, numbers }: Item): Place[] {
  const values = numbers.map(([value]) => value);
  if (kind === 'line') return linePlaces(values);
  if (kind === 'arc') return arcPlaces(values);
  return [{ x: values[0], y: values[1], along: 0 }];
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
