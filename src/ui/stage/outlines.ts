/** Lines over the square, drawn alike on the page and in pictures. Lengths are metres, y upwards. */
import type { Box } from 'slimwave-waves/scene/shapes';
import type { Extents } from '../../engine/scene/domain.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { coordinatesBox, itemsOf } from '../lab/sceneItems.ts';
import { itemPlaces } from '../../engine/reading/receivers.ts';
import type { Item } from '../../engine/experiment/list.ts';
import { usesPosition } from './current.ts';

type End = readonly [name: 'left' | 'right' | 'bottom' | 'top', line: string];

/** The sides of the domain. */
export const endsOf = ({ width, height }: Extents): readonly End[] => [
  ['left', `M0 0V${height}`],
  ['right', `M${width} 0V${height}`],
  ['bottom', `M0 0H${width}`],
  ['top', `M0 ${height}H${width}`],
];

/** The crest of a plane wave at its source, and an arrow to where it travels, in percent of the longer side. */
export const DIRECTION = 'M0 -14V-5M0 5V14M5 0H17M13.5 -3L17 0L13.5 3';

/** A drawing has y downwards; what is in this group has it upwards, from minus the top to minus the bottom of its box. */
export const UPWARDS = 'scale(1 -1)';

export const viewBoxOf = ({ x, y }: Box): string =>
  [x[0], -y[1], x[1] - x[0], y[1] - y[0]].join(' ');

type Interval = readonly [low: number, high: number];

/** Where positions of the training samples come from (m): of the source, and of what else may move. */
export function trainingRanges(shown: Experiment): { key: string; x: Interval; y: Interval }[] {
  const moving = ['scene.inclusions', 'scene.obstacles', 'source.more'].flatMap((list) =>
    itemsOf(shown, list).flatMap(({ kind, numbers: [x, y] }, i) =>
      kind !== 'polygon' && (x[0] < x[1] || y[0] < y[1]) ? [{ key: `${list}.${i}`, x, y }] : [],
    ),
  );
  const { x, y } = shown.source;
  return usesPosition(shown) ? [{ key: 'source', x, y }, ...moving] : moving;
}

/** Handles of layers stand here, away from the sides: a share of the width. */
const LAYER_X = 0.04;

/** Where the mark of an item stands (m, y upwards). */
export function placeOf(
  list: string,
  item: Item,
  { width }: Extents,
): readonly [x: number, y: number] {
  const { x, y } = coordinatesBox(list, item);
  return [list === 'scene.layers' ? LAYER_X * width : (x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
}

/** Receivers on lines and arcs, one dot each, as a path whose round caps are the dots. */
export const receiverDots = ({ scene }: Pick<Experiment, 'scene'>): string =>
  scene.receivers
    .filter(({ kind }) => kind !== 'point')
    .flatMap(itemPlaces)
    .map(({ x, y }) => `M${Number(x.toPrecision(6))} ${Number(y.toPrecision(6))}h0`)
    .join('');
