/**
 * Lists of things with numbers, such as obstacles:
 *
 *   circle(fixed,0.4..0.6,0.5,0.1) polygon(free,0.1,0.1,0.3,0.1,0.2,0.3)
 *
 * Every number may be an interval `low..high`, which makes it a free parameter of the scene.
 */
import type { Follows } from './limits.ts';
import { formatInterval, formatNumber, parseInterval, type Interval } from './numbers.ts';

export interface ItemNumber {
  /** As in `scene.obstacles.0.radius`. */
  name: string;
  title: string;
  unit?: string;
  min: number;
  max: number;
  step: number;
  follows?: Follows;
  default: number;
  /** Only whole numbers. */
  integer?: boolean;
}

export interface ItemKind {
  label: string;
  /** One of several words, before the numbers. */
  option?: { title: string; options: readonly string[]; labels: Readonly<Record<string, string>> };
  numbers: readonly ItemNumber[];
  /** Its numbers are the same in all samples: intervals are refused. */
  constant?: boolean;
  /** After the numbers come the coordinates x, y of this many corners; the numbers of one of them. */
  corners?: { min: number; max: number; x: ItemNumber; y: ItemNumber };
}

export interface Item {
  kind: string;
  option?: string;
  numbers: readonly Interval[];
}

type Kinds = Readonly<Record<string, ItemKind>>;

export const formatItems = (items: readonly Item[]): string =>
  items
    .map(({ kind, option, numbers }) => {
      const values = numbers.map(formatInterval);
      return `${kind}(${(option === undefined ? values : [option, ...values]).join()})`;
    })
    .join(' ');

const ITEM = /([a-z][a-z0-9-]*)\(([^()]*)\)\s*/y;

/** More items, or numbers in one, no list may have: what follows makes no difference to the verdict. */
const MAX_ITEMS = 64;
const MAX_NUMBERS = 64;

/** Text to unchecked items, not many more than a list may have; text that is no list is returned as it is. */
export function parseItems(text: string): Item[] | string {
  const items: Item[] = [];
  const small = text.toLowerCase();
  ITEM.lastIndex = 0;
  while (ITEM.lastIndex < small.length && items.length < MAX_ITEMS) {
    const match = ITEM.exec(small);
    if (!match) return text;
    const parts = match[2].split(',', MAX_NUMBERS).map((part) => part.trim());
    const option = /^[a-z]+$/.test(parts[0]) ? parts.shift() : undefined;
    const numbers = parts.map(parseInterval);
    if (numbers.some((ends) => ends.length !== 2)) return text;
    items.push({
      kind: match[1],
      ...(option === undefined ? {} : { option }),
      numbers: numbers.map(([low, high]): Interval => [low, high]),
    });
  }
  return items;
}

/**
 * Polygons whose last corner is the first one again, as maps and drawings close their rings, without it, where it
 * would be more than a repetition: a free corner would be drawn twice, and one too many refused.
 */
export function withoutClosing(kinds: Kinds, items: readonly Item[]): Item[] {
  return items.map((item) => {
    const { corners, numbers: before } = Object.hasOwn(kinds, item.kind)
      ? kinds[item.kind]
      : { numbers: [] };
    const ring = item.numbers.slice(before.length);
    if (!corners || ring.length < 2 * corners.min + 2) return item;
    const [first, last] = [ring.slice(0, 2), ring.slice(-2)];
    const closed = formatEnds(first) === formatEnds(last);
    const counts = first.some(([low, high]) => low < high) || ring.length > 2 * corners.max;
    return closed && counts ? { ...item, numbers: item.numbers.slice(0, -2) } : item;
  });
}

const formatEnds = (intervals: readonly Interval[]): string => intervals.map(formatInterval).join();

/** The numbers an item of a kind has, given how many there are in all. */
export function numbersOf({ numbers, corners }: ItemKind, count: number): readonly ItemNumber[] {
  if (!corners) return numbers;
  const pairs = Math.max(0, Math.ceil((count - numbers.length) / 2));
  return [
    ...numbers,
    ...Array.from({ length: pairs }, (_, i) => [
      { ...corners.x, name: `x${i + 1}`, title: `corner ${i + 1} x` },
      { ...corners.y, name: `y${i + 1}`, title: `corner ${i + 1} y` },
    ]).flat(),
  ];
}

const signature = (name: string, { option, numbers, corners }: ItemKind): string =>
  `${name}(${[
    ...(option ? [option.title.toLowerCase()] : []),
    ...numbers.map((number) => number.name),
    ...(corners ? ['x1', 'y1', 'x2', 'y2', '…'] : []),
  ].join()})`;

/** An item of a kind with its default numbers. */
export function newItem(name: string, { option, numbers, corners }: ItemKind): Item {
  const values = numbers.map((number) => number.default);
  // A triangle about the default position.
  if (corners) {
    const [x, y] = [corners.x.default, corners.y.default];
    values.push(x - 0.1, y - 0.08, x + 0.1, y - 0.08, x, y + 0.12);
  }
  return {
    kind: name,
    ...(option ? { option: option.options[0] } : {}),
    numbers: values.map((value): Interval => [value, value]),
  };
}

export const listExample = (kinds: Kinds): string => {
  const [[name, kind]] = Object.entries(kinds);
  return formatItems([newItem(name, kind)]);
};

/** What is wrong with one of the items, as the rest of a sentence that begins with the field's title. */
export function itemProblem(kinds: Kinds, items: readonly Item[]): string | undefined {
  for (const [index, item] of items.entries()) {
    const where = `number ${index + 1} (${item.kind.slice(0, 20)})`;
    if (!Object.hasOwn(kinds, item.kind)) {
      return `${where} must be one of ${Object.entries(kinds)
        .map(([name, kind]) => signature(name, kind))
        .join(', ')}.`;
    }
    const problem = singleProblem(item, kinds[item.kind]);
    if (problem !== undefined) return `${where} ${problem}`;
  }
  return undefined;
}

function singleProblem({ kind: name, option, numbers }: Item, kind: ItemKind): string | undefined {
  const { corners } = kind;
  const extra = numbers.length - kind.numbers.length;
  const fits = corners
    ? extra >= 2 * corners.min && extra <= 2 * corners.max && extra % 2 === 0
    : extra === 0;
  const optionFits = kind.option
    ? option !== undefined && kind.option.options.includes(option)
    : option === undefined;
  if (!fits || !optionFits) {
    const words = kind.option ? ` with one of ${kind.option.options.join(', ')}` : '';
    const count = corners ? ` and ${corners.min} to ${corners.max} corners` : '';
    return `must be written ${signature(name, kind)}${words}${count}.`;
  }
  const described = numbersOf(kind, numbers.length);
  if (kind.constant && numbers.some(([low, high]) => low < high)) {
    return 'must have single numbers: it is the same in all samples.';
  }
  const wrong = numbers.findIndex(([low, high], i) => {
    const { min, max, integer } = described[i];
    const whole = !integer || (Number.isInteger(low) && Number.isInteger(high));
    return !(whole && low >= min && low <= high && high <= max);
  });
  if (wrong < 0) return undefined;
  const { title, min, max, unit, integer } = described[wrong];
  const written = kind.constant ? '' : ', as a number or low..high';
  return `must have its ${title} from ${formatNumber(min)} to ${formatNumber(max)}${unit ? ` ${unit}` : ''}${integer ? ', a whole number' : written}.`;
}
