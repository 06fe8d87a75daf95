/** Lines over the square, drawn alike on the page and in pictures. Lengths are percent of the square, y downwards. */
import type { Experiment } from '../../engine/experiment/schema.ts';
import { coordinatesBox, itemsOf } from '../lab/sceneItems.ts';
import { itemPlaces } from '../../engine/reading/receivers.ts';
import type { Item } from '../../engine/experiment/list.ts';
import { usesPosition } from './current.ts';

export const ends: readonly (readonly [name: 'left' | 'right' | 'bottom' | 'top', line: string])[] =
  [
    ['left', 'M0 0V100'],
    ['right', 'M100 0V100'],
    ['bottom', 'M0 100H100'],
    ['top', 'M0 0H100'],
  ];

/** The crest of a plane wave at its source, and an arrow to where it travels. */
export const DIRECTION = 'M0 -14V-5M0 5V14M5 0H17M13.5 -3L17 0L13.5 3';

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

/** Handles of layers stand here (m), away from the sides. */
const LAYER_X = 0.04;

/** Where the mark of an item stands (m, y upwards). */
export function placeOf(list: string, item: Item): readonly [x: number, y: number] {
  const { x, y } = coordinatesBox(list, item);
  return [list === 'scene.layers' ? LAYER_X : (x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
}

/** Receivers on lines and arcs, one dot each, as a path whose round caps are the dots. */
export const receiverDots = ({ scene }: Pick<Experiment, 'scene'>): string =>
  scene.receivers
    .filter(({ kind }) => kind !== 'point')
    .flatMap(itemPlaces)
    .map(({ x, y }) => `M${(100 * x).toFixed(2)} ${(100 * (1 - y)).toFixed(2)}h0`)
    .join('');
