/** Changing the scene on the stage: moving what stands in it, and adding to it. */
import { formatItems, newItem, numbersOf, type Item } from '../../engine/experiment/list.ts';
import { formatInterval, withoutDust, type Interval } from '../../engine/experiment/numbers.ts';
import {
  carryOver,
  experimentAt,
  freeParameters,
  fromArray,
  sameParameters,
  toArray,
} from '../../engine/experiment/parameters.ts';
import { getValue } from '../../engine/experiment/leaves.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { sceneProblem } from '../../engine/scene/check.ts';
import { endsOfItem, withEndAt, type End } from '../../engine/reading/receivers.ts';
import { obstacleShape } from '../../engine/scene/items.ts';
import { longerSide } from '../../engine/scene/domain.ts';
import { bounds } from 'slimwave-waves/scene/shapes';
import type { LabState } from '../state.ts';
import type { Parts } from './parts.ts';
import {
  APART,
  axisOf,
  centre,
  clampPosition,
  companions,
  coordinatesBox,
  coversSource,
  insideDomain,
  itemsOf,
  kindsOf,
  movedTo,
  onGrain,
  placesIn,
  sizedItem,
  withTexts,
  type Address,
  type Axis,
  type Shift,
} from './sceneItems.ts';
import type { Settings } from './settings.ts';
import type { Stage } from './stage.ts';

/** What a movement begins from: it stays the same while the pointer is down. */
export type Start = Pick<LabState, 'shown' | 'parameters'>;

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
    const [issue] = this.settings.issuesOf(candidate);
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
    const shift = insideDomain(by, box, shown.scene);
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
      values[at] = onGrain(values[at] + shift[axis], shown.scene);
      return interval;
    });
    const text = formatItems(items.with(index, { ...item, numbers }));
    if (text !== formatItems(itemsOf(this.state.shown, list))) this.tryFields({ [list]: text });
    const wanted = fromArray(values);
    const anyFree = item.numbers.some(([low, high], i) => low < high && axisOf(described[i].name));
    if (anyFree && !sameParameters(wanted, this.state.parameters))
      this.stage.showParameters(wanted);
  }

  /** Moves one end of a line or an arc of receivers. */
  moveEnd({ list, index }: Address, end: End, by: Shift, { shown }: Start = this.state): void {
    const { scene } = shown;
    const began = endsOfItem(itemsOf(shown, list)[index]);
    // Angles go on from where the arc is now, beyond half a turn from where the movement began.
    const present = itemsOf(this.state.shown, list);
    if (!began || !present[index]) return;
    const at = {
      x: clampPosition(began[end].x + by.x, 'x', scene),
      y: clampPosition(began[end].y + by.y, 'y', scene),
    };
    const moved = withEndAt(present[index], end, at, (length) => onGrain(length, scene));
    const text = formatItems(present.with(index, moved));
    if (text !== formatItems(present)) this.tryFields({ [list]: text });
  }

  moveZone(by: Shift, { shown: { zone, scene } }: Start = this.state): void {
    const shift = insideDomain(by, zone, scene);
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
    const standard = sizedItem(list, newItem(kind, kindsOf(list)[kind]), experiment);
    const apart = APART * longerSide(experiment.scene);
    const isFree = (item: Item): boolean => {
      if (list === 'scene.obstacles' && coversSource(experiment, item)) return false;
      const { x, y } = centre(coordinatesBox(list, item));
      return items.every((other) => {
        const at = centre(coordinatesBox(list, other));
        return Math.hypot(at.x - x, at.y - y) >= apart;
      });
    };
    const candidates = placesIn(experiment.scene)
      .map((place) => movedTo(list, standard, place))
      .filter(isFree);
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
