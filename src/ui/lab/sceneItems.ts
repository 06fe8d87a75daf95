/** Things in the square: where they are, what they are called, and where another one would fit. */
import type { ListField } from '../../engine/experiment/fields.ts';
import {
  numbersOf,
  type Item,
  type ItemKind,
  type ItemNumber,
} from '../../engine/experiment/list.ts';
import { formatNumber, withoutDust, type Interval } from '../../engine/experiment/numbers.ts';
import { checkText, findLeaf, getValue, withValue } from '../../engine/experiment/leaves.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { backgroundSpeed } from '../../engine/scene/background.ts';
import { obstacleShape } from '../../engine/scene/items.ts';
import { decadeOf, limitsIn, type Limits } from '../../engine/experiment/limits.ts';
import { domainBox, longerSide, type Extents } from '../../engine/scene/domain.ts';
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

/** The smallest box that holds the coordinates of an item in which nothing is free; zero where it has none. */
export function coordinatesBox(list: string, { kind, numbers }: Item): Box {
  const described = numbersOf(kindsOf(list)[kind], numbers.length);
  const along = (axis: Axis): Interval => {
    const values = numbers.flatMap(([low], i) => (axisOf(described[i].name) === axis ? [low] : []));
    return values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 0];
  };
  return { x: along('x'), y: along('y') };
}

/** A thousandth of a domain of metres, a metre in one of kilometres: finer positions only make longer numbers. */
const grain = (extents: Extents): number => 1e-3 * decadeOf(longerSide(extents));

export const onGrain = (length: number, extents: Extents): number =>
  withoutDust(Math.round(length / grain(extents)) * grain(extents));

/** A position inside the domain, on whole millimetres, metres or what fits its size. */
export const clampPosition = (at: number, axis: Axis, extents: Extents): number => {
  const [low, high] = domainBox(extents)[axis];
  return Math.min(high, Math.max(low, onGrain(at, extents)));
};

/** The part of a shift, on the same grain, that keeps a box inside the domain. */
export function insideDomain(shift: Shift, box: Box, extents: Extents): Shift {
  const along = (axis: Axis) => {
    const [low, high] = box[axis];
    const [, end] = domainBox(extents)[axis];
    const rounded = onGrain(shift[axis], extents);
    return Math.max(Math.min(0, -low), Math.min(Math.max(0, end - high), rounded));
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
export const placesIn = ({ width, height }: Extents): Shift[] =>
  tries.flatMap((y) =>
    tries.map((x) => ({ x: withoutDust(x * width), y: withoutDust(y * height) })),
  );
/** Two points closer than this share of the longer side could not be told apart on the stage. */
export const APART = 0.06;

/** A new thing, made for the unit square, at the size of the domain and with materials relative to the background. */
export function sizedItem(list: string, item: Item, { scene, source }: Experiment): Item {
  const described = numbersOf(kindsOf(list)[item.kind], item.numbers.length);
  const shorter = Math.min(scene.width, scene.height);
  const factors: Readonly<Record<string, number>> = {
    speed: backgroundSpeed(scene)[0],
    density: scene.density,
    frequency: source.frequency[0] / 2,
  };
  const factorOf = ({ name, follows }: ItemNumber): number => {
    if (follows === 'size') return shorter;
    if (follows === 'width' || follows === 'height') return scene[follows];
    return factors[name] ?? 1;
  };
  const numbers = item.numbers.map(([low, high], i): Interval => {
    const factor = factorOf(described[i]);
    return [withoutDust(low * factor), withoutDust(high * factor)];
  });
  return { ...item, numbers };
}

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

/** Widths of the source that are tried for a pulse, as shares of the longer side; narrower ones need a finer mesh. */
const PULSE_WIDTHS = [0.05, 0.1, 0.2];

/** What else has to change with a new thing: nothing, or the first of these that works. */
export function companions({ scene }: Experiment, list: string, kind: string) {
  if (list === 'scene.obstacles' && scene.mesh !== 'fitted')
    return [
      { texts: { 'scene.mesh': 'fitted' }, why: 'Obstacles need the fitted mesh: it is now on.' },
    ];
  const nothing = { texts: {}, why: undefined };
  if (list !== 'source.more' || kind !== 'pulse') return [nothing];
  const widths = PULSE_WIDTHS.map((share) => formatNumber(share * longerSide(scene)));
  const wider = widths.map((width) => ({
    texts: { 'source.width': width },
    why: `A pulse must be wide enough for this mesh: the source width is now ${width} m.`,
  }));
  return [nothing, ...wider];
}

/** What the value of a free parameter must keep to. */
export function limitsOf(experiment: Experiment, key: string, value?: number): Limits {
  const field = findLeaf(key)?.field;
  if (field?.kind === 'range') return limitsIn(experiment.scene, field, value);
  const [, list, index, name] = /^(.*)\.(\d+)\.(\w+)$/.exec(key)!;
  const item = itemsOf(experiment, list)[Number(index)];
  const described = numbersOf(kindsOf(list)[item.kind], item.numbers.length);
  return limitsIn(
    experiment.scene,
    described.find((number) => number.name === name)!,
    value,
  );
}
