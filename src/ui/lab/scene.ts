/** Changing the scene on the stage: moving what stands in it, and adding to it. */
import type { ListField } from '../../engine/experiment/fields.ts';
import {
  formatItems,
  newItem,
  numbersOf,
  type Item,
  type ItemKind,
} from '../../engine/experiment/list.ts';
import { formatInterval, withoutDust, type Interval } from '../../engine/experiment/numbers.ts';
import {
  carryOver,
  experimentAt,
  freeParameters,
  fromArray,
  sameParameters,
  toArray,
} from '../../engine/experiment/parameters.ts';
import {
  checkText,
  findLeaf,
  getValue,
  withValue,
  type Experiment,
} from '../../engine/experiment/schema.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { sceneProblem } from '../../engine/scene/check.ts';
import { obstacleShape } from '../../engine/scene/scene.ts';
import { bounds, type Box } from '../../engine/scene/shapes.ts';
import type { LabState } from '../state.ts';
import type { Parts } from './parts.ts';
import type { Settings } from './settings.ts';
import type { Stage } from './stage.ts';

type Axis = 'x' | 'y';
/** m */
export type Shift = Readonly<Record<Axis, number>>;
/** What a movement begins from: it stays the same while the pointer is down. */
export type Start = Pick<LabState, 'shown' | 'parameters'>;

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

const kindsOf = (list: string): Readonly<Record<string, ItemKind>> => listField(list).kinds;

/** What one of the things in a list is called. */
export const nounOf = (list: string): string => listField(list).noun;

/** Along which axis a number of an item says where the item is. */
function axisOf(name: string): Axis | undefined {
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
function insideSquare(shift: Shift, box: Box): Shift {
  const along = (axis: Axis) => {
    const [low, high] = box[axis];
    const rounded = Math.round(shift[axis] * 1000) / 1000;
    return Math.max(Math.min(0, -low), Math.min(Math.max(0, 1 - high), rounded));
  };
  return { x: along('x'), y: along('y') };
}

const withTexts = (experiment: Experiment, texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).reduce((current, [key, text]) => {
    const leaf = findLeaf(key);
    const checked = leaf && checkText(leaf, text);
    return checked?.ok ? withValue(current, key, checked.value) : current;
  }, experiment);

/** Nearest to the middle first. */
const tries = [0.5, 0.7, 0.3, 0.6, 0.4, 0.8, 0.2];
const places = tries.flatMap((y) => tries.map((x) => ({ x, y })));
/** Two points closer than this could not be told apart on the stage (m). */
const APART = 0.06;

const centre = ({ x, y }: Box) => ({ x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2 });

function movedTo(list: string, item: Item, place: Shift): Item {
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
function coversSource({ source }: Experiment, item: Item): boolean {
  const { x, y } = bounds(obstacleShape(item));
  const meet = (a: Interval, b: Interval) => a[0] <= b[1] && b[0] <= a[1];
  return source.kind !== 'none' && meet(x, source.x) && meet(y, source.y);
}

/** Widths (m) of the source that are tried for a pulse; narrower ones need a finer mesh. */
const PULSE_WIDTHS = ['0.05', '0.1', '0.2'];

/** What else has to change with a new thing: nothing, or the first of these that works. */
function companions({ scene }: Experiment, list: string, kind: string) {
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

/** Moving and adding things in the square. */
export class SceneEditor {
  constructor(
    private readonly parts: Pick<Parts, 'store' | 'notice'>,
    private readonly settings: Settings,
    private readonly stage: Stage,
  ) {}

  private get state(): LabState {
    return this.parts.store.getState();
  }

  /** What is wrong with an experiment that the settings may become, or with what the stage would then show. */
  private problemOf(candidate: Experiment): string | undefined {
    const [issue] = validateExperiment(candidate);
    if (issue) return issue.message;
    const { parameters, shown } = this.state;
    return sceneProblem(experimentAt(candidate, carryOver(parameters, shown, candidate)));
  }

  /** Changes fields if everything fits together afterwards, else says below the stage why not. */
  private tryFields(texts: Readonly<Record<string, string>>): void {
    const { experiment, issues, shown } = this.state;
    const differs = Object.keys(texts).some(
      (key) => JSON.stringify(getValue(experiment, key)) !== JSON.stringify(getValue(shown, key)),
    );
    const candidate = withTexts(experiment, texts);
    // The stage shows older settings; what is moved there may not even exist in the present ones.
    const problem =
      differs && issues.length > 0
        ? `First fix the settings. ${issues[0].message}`
        : this.problemOf(candidate);
    if (problem === undefined) this.settings.setValidExperiment(candidate, Object.keys(texts));
    else this.parts.store.setState({ stageProblem: problem });
  }

  /** Moves a thing: coordinates that are free parameters change on the stage only, others in the settings. */
  moveItem({ list, index }: Address, by: Shift, start: Start = this.state): void {
    const { shown, parameters } = start;
    const items = itemsOf(shown, list);
    const item = items[index];
    const present = itemsOf(experimentAt(shown, parameters), list)[index];
    const box =
      list === 'scene.obstacles' ? bounds(obstacleShape(present)) : coordinatesBox(list, present);
    const shift = insideSquare(by, box);
    const described = numbersOf(kindsOf(list)[item.kind], item.numbers.length);
    const free = freeParameters(shown);
    const values = toArray(parameters);
    const numbers = item.numbers.map((interval, i): Interval => {
      const { name } = described[i];
      const axis = axisOf(name);
      if (!axis) return interval;
      if (interval[0] === interval[1]) {
        const value = withoutDust(interval[0] + shift[axis]);
        return [value, value];
      }
      const at = free.findIndex(({ key }) => key === `${list}.${index}.${name}`);
      values[at] = Math.round((values[at] + shift[axis]) * 1000) / 1000;
      return interval;
    });
    const text = formatItems(items.with(index, { ...item, numbers }));
    if (text !== formatItems(itemsOf(this.state.shown, list))) this.tryFields({ [list]: text });
    const wanted = fromArray(values);
    const anyFree = item.numbers.some(([low, high], i) => low < high && axisOf(described[i].name));
    if (anyFree && !sameParameters(wanted, this.state.parameters))
      this.stage.showParameters(wanted);
  }

  moveZone(by: Shift, { shown: { zone } }: Start = this.state): void {
    const shift = insideSquare(by, zone);
    const along = (axis: Axis): string => {
      const [low, high] = zone[axis];
      return formatInterval([withoutDust(low + shift[axis]), withoutDust(high + shift[axis])]);
    };
    this.tryFields({ 'zone.x': along('x'), 'zone.y': along('y') });
  }

  /** Adds a thing of the given kind where it fits, and changes what it needs. */
  addItem(list: string, kind: string): void {
    const { experiment, issues } = this.state;
    const items = itemsOf(experiment, list);
    const known = new Set(issues.map(({ message }) => message));
    const standard = newItem(kind, kindsOf(list)[kind]);
    const isFree = (item: Item): boolean => {
      if (list === 'scene.obstacles' && coversSource(experiment, item)) return false;
      const { x, y } = centre(coordinatesBox(list, item));
      return items.every((other) => {
        const at = centre(coordinatesBox(list, other));
        return Math.hypot(at.x - x, at.y - y) >= APART;
      });
    };
    const candidates = places.map((place) => movedTo(list, standard, place)).filter(isFree);
    const textsWith = (item: Item, more: Readonly<Record<string, string>>) => ({
      [list]: formatItems([...items, item]),
      ...more,
    });
    const options = companions(experiment, list, kind);
    for (const { texts, why } of options) {
      const item = candidates.find((candidate) => {
        const problem = this.problemOf(withTexts(experiment, textsWith(candidate, texts)));
        return problem === undefined || known.has(problem);
      });
      if (!item) continue;
      this.settings.setFields(textsWith(item, texts));
      if (why) this.parts.notice(why, 'scene');
      return;
    }
    this.settings.setFields(textsWith(standard, options[0].texts));
  }
}
