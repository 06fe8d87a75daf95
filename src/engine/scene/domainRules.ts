/** What must lie inside the domain: everything that has coordinates. */
import { findLeaf } from '../experiment/leaves.ts';
import { numbersOf, type Item } from '../experiment/list.ts';
import { formatNumber, type Interval } from '../experiment/numbers.ts';
import { MAX_RECEIVERS } from '../experiment/items.ts';
import { countOfItem, itemPlaces } from '../reading/receivers.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import { domainBox } from './domain.ts';
import { slack, type Box } from 'slimwave-waves/scene/shapes';

type Rule = (experiment: Experiment) => Issue | undefined;
type Axis = 'x' | 'y';

interface Coordinate {
  key: string;
  /** As in `Receiver 2`. */
  what: string;
  axis: Axis;
  interval: Interval;
}

const axes = { width: 'x', height: 'y' } as const;

function coordinatesOf(key: string, items: readonly Item[]): Coordinate[] {
  const field = findLeaf(key)?.field;
  if (field?.kind !== 'list') throw new Error(`${key} is not a list.`);
  return items.flatMap((item, index) => {
    const described = numbersOf(field.kinds[item.kind], item.numbers.length);
    return item.numbers.flatMap((interval, i): Coordinate[] => {
      const { follows, title } = described[i];
      return follows === 'width' || follows === 'height'
        ? [{ key, what: `${field.noun} ${index + 1} ${title}`, axis: axes[follows], interval }]
        : [];
    });
  });
}

const outside = (box: Box, { axis, interval: [low, high] }: Coordinate): boolean =>
  low < -slack(high) || high > box[axis][1] + slack(high);

/** Coordinates of everything but obstacles and receivers, which have rules of their own: they have an extent. */
function coordinates({ scene, source, zone }: Experiment): Coordinate[] {
  const single = (key: string, what: string, axis: Axis, interval: Interval) => ({
    key,
    what,
    axis,
    interval,
  });
  return [
    ...(source.kind === 'none'
      ? []
      : [
          single('source.x', 'Source x', 'x', source.x),
          single('source.y', 'Source y', 'y', source.y),
        ]),
    single('zone.x', 'Zone x', 'x', zone.x),
    single('zone.y', 'Zone y', 'y', zone.y),
    ...coordinatesOf('source.more', source.more),
    ...coordinatesOf('scene.outline', scene.outline),
    ...coordinatesOf('scene.layers', scene.layers),
    ...coordinatesOf('scene.inclusions', scene.inclusions),
  ];
}

/** The first thing that lies outside. */
export const insideDomain: Rule = (experiment) => {
  const { scene } = experiment;
  const box = domainBox(scene);
  const found = coordinates(experiment).find((coordinate) => outside(box, coordinate));
  if (!found) return undefined;
  const { key, what, axis, interval } = found;
  const most = axis === 'x' ? scene.width : scene.height;
  const end = interval[1] > most ? interval[1] : interval[0];
  return {
    key,
    message: `${what} must lie inside the domain, from 0 to ${formatNumber(most)} m, and not at ${formatNumber(end)} m. Move it, or make the domain ${axis === 'x' ? 'wider' : 'higher'}.`,
  };
};

/** Such as `Receiver 2`, or `Receiver 17 of line 2`. */
export const receiverWords = ({ kind }: Item, index: number, place: number): string =>
  kind === 'point' ? `Receiver ${index + 1}` : `Receiver ${place + 1} of ${kind} ${index + 1}`;

export const receiversCounted: Rule = ({ scene: { receivers } }) => {
  const count = receivers.reduce((sum, item) => sum + countOfItem(item), 0);
  return count <= MAX_RECEIVERS
    ? undefined
    : {
        key: 'scene.receivers',
        message: `There are ${count} receivers, and at most ${MAX_RECEIVERS} can be recorded. Use smaller counts.`,
      };
};

export const receiversInside: Rule = ({ scene }) => {
  const { receivers } = scene;
  const within = (at: number, [low, high]: Box['x']) =>
    at >= low - slack(high) && at <= high + slack(high);
  const { x: across, y: up } = domainBox(scene);
  for (const [index, item] of receivers.entries()) {
    const places = itemPlaces(item);
    const out = places.findIndex(({ x, y }) => !within(x, across) || !within(y, up));
    if (out < 0) continue;
    const [x, y] = [places[out].x, places[out].y].map((at) => formatNumber(Number(at.toFixed(3))));
    return {
      key: 'scene.receivers',
      message: `${receiverWords(item, index, out)} lies outside the domain, at x ${x} m, y ${y} m. Move the ${item.kind}, or make it smaller.`,
    };
  }
  return undefined;
};
