/** What the samples of an experiment are in SI units, whatever file they go into. */
import { sourceOf } from '../../data/sources/index.ts';
import type { SetName } from '../../data/dataset.ts';
import {
  experimentAt,
  freeParameters,
  toArray,
  type FreeParameter,
  type SampleParameters,
} from '../../experiment/parameters.ts';
import type { Experiment } from '../../experiment/schema.ts';
import { product } from '../../math.ts';
import { targetPoints } from '../../scene/points.ts';
import { inObstacle, materialAt, type SideCondition } from 'slimwave-waves/scene/scene';
import { meshed } from '../../scene/meshed.ts';
import { sceneOf } from '../../scene/scene.ts';
import { sharesModel } from '../../scene/sharing.ts';
import { arcPositions } from 'slimwave-waves/scene/trace';
import { originOf, taskOf } from '../../tasks/index.ts';
import { recordedAxes } from '../../tasks/task.ts';
import { shortestLink } from '../shortestLink.ts';

export interface SpaceAxis {
  /** As files name it. */
  name: 'x' | 'y' | 'arc_length';
  /** Where its points are (m). */
  at: Float64Array;
  /** What is at its two ends: of an axis around a zone, nothing ends. */
  ends: readonly ['wall' | 'open', 'wall' | 'open'] | 'periodic';
}

/** A field that does not change in time. */
export interface MediumField {
  name: 'speed_of_sound' | 'density' | 'obstacle';
  unit: string;
  /** Whether samples differ in it. */
  varies: boolean;
}

export interface DataContent {
  /** The experiment, as the hash of a link. */
  link: string;
  /** When the frames of `SampleContent.field` are (s). */
  times: readonly number[];
  space: readonly SpaceAxis[];
  /** The first frame is what networks begin with; otherwise they begin with the parameters. */
  beginsWithField: boolean;
  /** How many channels networks begin with: u(0), and with a medium its speed. */
  inputChannels: number;
  /** None where the samples follow from random fields. */
  parameters: readonly FreeParameter[];
  medium: readonly MediumField[];
}

export interface SampleContent {
  /** u (m), [times, …space]. */
  field: Float32Array;
  /** In SI units, as in `DataContent.parameters`. */
  parameters: Float64Array;
  /** [...space] each, as in `DataContent.medium`. */
  medium: readonly Float32Array[];
}

/** Points of one frame. */
export const pointsOf = ({ space }: Pick<DataContent, 'space'>): number =>
  product(space.map(({ at }) => at.length));

export const shapeOf = ({ space }: Pick<DataContent, 'space'>): number[] =>
  space.map(({ at }) => at.length);

/** Throws for own data, which is in a file already. */
export function contentOf(experiment: Experiment): DataContent {
  const { task } = experiment;
  const origin = originOf(experiment);
  if (origin.fromFile) throw new Error('The samples are already in your own file.');
  const beginsWithField = taskOf(experiment).beginsWithField(task);
  const times = sourceOf(experiment).times(experiment);
  return {
    link: shortestLink(experiment),
    times: beginsWithField ? [0, ...times] : times,
    space: recordedAxes(taskOf(experiment), task)
      .filter(({ name }) => name !== 'time' && name !== 'channel')
      .map(({ name, points }) => axisOf(experiment, name, points)),
    beginsWithField,
    inputChannels: taskOf(experiment).input(task, 0).at(-1)!,
    parameters: beginsWithField ? [] : freeParameters(experiment),
    medium: mediumOf(experiment),
  };
}

function axisOf(experiment: Experiment, name: string, points: number): SpaceAxis {
  const { zone, scene } = experiment;
  const { simulated } = originOf(experiment);
  if (name === 'arc length') {
    return { name: 'arc_length', at: arcPositions(zone, points), ends: 'periodic' };
  }
  const axis = name as 'x' | 'y';
  const [low, high] = simulated ? zone[axis] : [0, 1];
  const at = Float64Array.from(
    { length: points },
    (_, i) => low + ((high - low) * i) / (points - 1),
  );
  const sides = axis === 'x' ? [scene.left, scene.right] : [scene.bottom, scene.top];
  const extent = axis === 'x' ? scene.width : scene.height;
  const endOf = (inside: boolean, condition: SideCondition) =>
    inside || condition === 'absorbing' || condition === 'pml' ? 'open' : 'wall';
  // Random fields are in a square with fixed sides.
  const ends = simulated
    ? ([endOf(low > 0, sides[0]), endOf(high < extent, sides[1])] as const)
    : (['wall', 'wall'] as const);
  return { name: axis, at, ends };
}

function mediumOf(experiment: Experiment): MediumField[] {
  const { id, simulated } = originOf(experiment);
  const speed = { name: 'speed_of_sound', unit: 'm/s' } as const;
  if (!simulated) return [{ ...speed, varies: id === 'medium' }];
  const varies = !sharesModel(experiment);
  return [
    { ...speed, varies },
    { name: 'density', unit: 'kg/m²', varies },
    ...(experiment.scene.obstacles.length > 0
      ? [{ name: 'obstacle', unit: '1', varies } as const]
      : []),
  ];
}

/** What becomes of the parameters of a sample and of u (m) as it is recorded of it, [times, …space]. */
export type Describe = (
  values: SampleParameters,
  set: SetName,
  recorded: Float32Array,
) => SampleContent;

/** Describes samples of an experiment, one after the other. */
export function describeSamples(experiment: Experiment, content: DataContent): Describe {
  const media = mediumDescriber(experiment, content);
  if (!content.beginsWithField) {
    return (values, _, field) => ({
      field,
      parameters: Float64Array.from(toArray(values)),
      medium: media(values),
    });
  }
  const points = pointsOf(content);
  const channels = content.inputChannels;
  return (values, set, recorded) => {
    const input = sourceOf(experiment).input(values, experiment, set);
    const channel = (c: number) =>
      Float32Array.from({ length: points }, (_, p) => input[p * channels + c]);
    const field = new Float32Array(points + recorded.length);
    field.set(channel(0));
    field.set(recorded, points);
    const medium = channels > 1 ? [channel(1)] : media(values);
    return { field, parameters: new Float64Array(0), medium };
  };
}

/** The medium of a sample where it does not come with its input. */
function mediumDescriber(
  experiment: Experiment,
  content: DataContent,
): (values: SampleParameters) => readonly Float32Array[] {
  if (!originOf(experiment).simulated) {
    const speed = new Float32Array(pointsOf(content)).fill(experiment.modes.speed);
    return () => [speed];
  }
  const points = targetPoints(experiment);
  const describe = (values: SampleParameters): Float32Array[] => {
    const scene = sceneOf(experimentAt(meshed(experiment), values));
    const materials = points.map(([x, y]) => materialAt(scene, x, y));
    const fields = {
      speed_of_sound: () => Float32Array.from(materials, ({ speed }) => speed),
      density: () => Float32Array.from(materials, ({ density }) => density),
      obstacle: () => Float32Array.from(points, ([x, y]) => Number(inObstacle(scene, x, y))),
    };
    return content.medium.map(({ name }) => fields[name]());
  };
  if (!sharesModel(experiment)) return describe;
  let known: Float32Array[] | undefined;
  return (values) => (known ??= describe(values));
}
