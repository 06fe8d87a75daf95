/** Lines over the square, drawn alike on the page and in pictures. Lengths are metres, y upwards. */
import type { Point } from 'slimwave-waves/mesh/mesh';
import { sideAt } from 'slimwave-waves/scene/scene';
import { sidesOf, type Box } from 'slimwave-waves/scene/shapes';
import { polygonOf } from '../../engine/scene/items.ts';
import { domainBox, type Extents } from '../../engine/scene/domain.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { coordinatesBox, itemsOf } from '../lab/sceneItems.ts';
import { itemPlaces } from '../../engine/reading/receivers.ts';
import type { Item } from '../../engine/experiment/list.ts';
import { usesPosition } from './current.ts';

type End = readonly [condition: Experiment['scene']['left'], line: string];

/** The sides of the domain, or of its outline, with what holds on them. */
export function endsOf(scene: Experiment['scene']): readonly End[] {
  const { width, height } = scene;
  const outline = outlineOf(scene);
  if (outline) {
    return sidesOf(outline).map(([a, b]) => [
      conditionAt(scene, a, b),
      `M${a.join(' ')}L${b.join(' ')}`,
    ]);
  }
  return [
    [scene.left, `M0 0V${height}`],
    [scene.right, `M${width} 0V${height}`],
    [scene.bottom, `M0 0H${width}`],
    [scene.top, `M0 ${height}H${width}`],
  ];
}

function conditionAt(scene: Experiment['scene'], a: Point, b: Point): End[0] {
  const side = sideAt(domainBox(scene), a, b);
  return side ? scene[side] : (scene.outline[0].option as End[0]);
}

/** The corners of the outline, where the domain has one. */
export const outlineOf = ({ outline: [item] }: Experiment['scene']): readonly Point[] | undefined =>
  item && polygonOf(item);

/** What of the rectangle lies outside the outline, as a path to be filled by the even-odd rule. */
export function outsideOf(scene: Experiment['scene']): string | undefined {
  const points = outlineOf(scene);
  return (
    points &&
    `M0 0H${scene.width}V${scene.height}H0ZM${points.map((at) => at.join(' ')).join('L')}Z`
  );
}

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
