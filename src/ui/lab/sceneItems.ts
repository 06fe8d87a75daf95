/** Things in the square: where they are, what they are called, and where another one would fit. */
import type { ListField } from '../../engine/experiment/fields.ts';
import { numbersOf, type Item, type ItemKind } from '../../engine/experiment/list.ts';
import { withoutDust, type Interval } from '../../engine/experiment/numbers.ts';
import { checkText, findLeaf, getValue, withValue } from '../../engine/experiment/leaves.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { obstacleShape } from '../../engine/scene/items.ts';
import { bounds, type Box } from 'slimwave-waves/scene/shapes';

export type Axis = 'x' | 'y';
/** m */
export type Shift = Readonly<Record<Axis, number>>;
/** One of the things in a list of the experiment, such as the second of `scene.obstacles`. */
export interface Address {
  list: string;
  index: number;
}

export const itemsOf = (experiment: Experiment, list: string): readonly Item[] =>
  getValue(experiment, list) as readonly Item[];

function listField(list: string): ListField {
  const field = findLeaf(list)?.field;
  if (field?.kind !== 'list') throw new Error(`${list} is not a list.`);
  return field;
}

export const kindsOf = (list: string): Readonly<Record<string, ItemKind>> => listField(list).kinds;

/** What one of the things in a list is called. */
export const nounOf = (list: string): string => listField(list).noun;

/** Along which axis a number of an item says where the item is. */
export function axisOf(name: string): Axis | undefined {
  if (/^x\d*$/.test(name)) return 'x';
  return /^(y\d*|top)$/.test(name) ? 'y' : undefined;
}

/** The smallest box that holds the coordinates of an item in which nothing is free. */
export function coordinatesBox(list: string, { kind, numbers }: Item): Box {
  const described = numbersOf(kindsOf(list)[kind], numbers.length);
  const along = (axis: Axis): Interval => {
    const values = numbers.flatMap(([low], i) => (axisOf(described[i].name) === axis ? [low] : []));
    return values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
  };
  return { x: along('x'), y: along('y') };
}

/** The part of a shift (in whole millimetres) that keeps a box inside the square. */
export function insideSquare(shift: Shift, box: Box): Shift {
  const along = (axis: Axis) => {
    const [low, high] = box[axis];
    const rounded = Math.round(shift[axis] * 1000) / 1000;
    return Math.max(Math.min(0, -low), Math.min(Math.max(0, 1 - high), rounded));
  };
  return { x: along('x'), y: along('y') };
}

export const withTexts = (experiment: Experiment, texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).reduce((current, [key, text]) => {
    const leaf = findLeaf(key);
    const checked = leaf && checkText(leaf, text);
    return checked?.ok ? withValue(current, key, checked.value) : current;
  }, experiment);

/** Nearest to the middle first. */
const tries = [0.5, 0.7, 0.3, 0.6, 0.4, 0.8, 0.2];
export const places = tries.flatMap((y) => tries.map((x) => ({ x, y })));
/** Two points closer than this could not be told apart on the stage (m). */
export const APART = 0.06;

export const centre = ({ x, y }: Box) => ({ x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2 });

export function movedTo(list: string, item: Item, place: Shift): Item {
  const described = numbersOf(kindsOf(list)[item.kind], item.numbers.length);
  const from = centre(coordinatesBox(list, item));
  const numbers = item.numbers.map((interval, i): Interval => {
    const axis = axisOf(described[i].name);
    if (!axis) return interval;
    const value = withoutDust(interval[0] + place[axis] - from[axis]);
    return [value, value];
  });
  return { ...item, numbers };
}

/** Whether an obstacle would hide where the source is, or may be. */
export function coversSource({ source }: Experiment, item: Item): boolean {
  const { x, y } = bounds(obstacleShape(item));
  const meet = (a: Interval, b: Interval) => a[0] <= b[1] && b[0] <= a[1];
  return source.kind !== 'none' && meet(x, source.x) && meet(y, source.y);
}

/** Widths (m) of the source that are tried for a pulse; narrower ones need a finer mesh. */
const PULSE_WIDTHS = ['0.05', '0.1', '0.2'];

/** What else has to change with a new thing: nothing, or the first of these that works. */
export function companions({ scene }: Experiment, list: string, kind: string) {
  if (list === 'scene.obstacles' && scene.mesh !== 'fitted')
    return [
      { texts: { 'scene.mesh': 'fitted' }, why: 'Obstacles need the fitted mesh: it is now on.' },
    ];
  const nothing = { texts: {}, why: undefined };
  if (list !== 'source.more' || kind !== 'pulse') return [nothing];
  const wider = PULSE_WIDTHS.map((width) => ({
    texts: { 'source.width': width },
    why: `A pulse must be wide enough for this mesh: the source width is now ${width} m.`,
  }));
  return [nothing, ...wider];
}

/** What the value of a free parameter must keep to. */
export function limitsOf(
  experiment: Experiment,
  key: string,
): { min: number; max: number; step: number } {
  const field = findLeaf(key)?.field;
  if (field?.kind === 'range') return field;
  const [, list, index, name] = /^(.*)\.(\d+)\.(\w+)$/.exec(key)!;
  const item = itemsOf(experiment, list)[Number(index)];
  return numbersOf(kindsOf(list)[item.kind], item.numbers.length).find(
    (number) => number.name === name,
  )!;
}
