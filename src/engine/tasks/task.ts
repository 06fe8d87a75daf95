/**
 * What a task is, apart from any simulation and any network: where its samples come from, the axes of what a network
 * forecasts, and its words. Everything else follows: shapes, memory order, files, names of kernel axes.
 */
import type { Padding } from 'slimwave-formats/paddings';
import type { FrameLayout } from '../metrics.ts';
import type { Origin } from './origins/origin.ts';

/** The settings `task.*` of an experiment, apart from the choice of the task. */
export interface TaskSettings {
  /** Points per side of the zone, or of the square. */
  grid: number;
  /** Output times. */
  frames: number;
  /** Points along the boundary of the zone. */
  arc: number;
  /** Shapes of one sample of a user's file, such as `1x32x32`; empty before a file was opened. */
  inputs: string;
  outputs: string;
  /** How the user's file is read (`mapping/mappingText.ts`); empty where the file says it by itself. */
  map: string;
  /** Whether the times of a user's file are channels, or an axis of their own. */
  time: 'channels' | 'axis';
}

/** One axis of the grid on which a network forecasts. */
export interface Axis {
  /** As files describe it. */
  name: 'time' | 'x' | 'y' | 'arc length';
  /** As the axis of a kernel is called. */
  short: string;
  points: number;
  /** How fields go on beyond the grid. */
  padding: Padding;
  /** The setting that chooses the points; none where a file does. */
  setting?: keyof TaskSettings;
}

export interface Channels {
  /** What the channels of an output are: output times, or something else (a single one, or those of a file). */
  name: 'time' | 'channel';
  count: number;
}

/** A setting that does not fit, and a sentence that begins with its name and says what to do. */
export interface TaskProblem {
  key: string;
  message: string;
}

/** A channel of the field that a network begins with. */
export interface InputWords {
  title: string;
  help: string;
  unit?: 'm' | 'm/s';
}

export interface TaskWords {
  /** Channels of an input field that have pictures of their own, beside the square. */
  inputs?(settings: TaskSettings): readonly InputWords[];
  truth: { title: string; help: string };
  /** What a network's forecast is, as a sentence. */
  forecast: string;
  /** What a forecast is called that has been timed. */
  result: string;
  /** What matters most, while the settings of the task are closed. */
  summary(settings: TaskSettings): string;
  /** Stands under the verdict: what must not be concluded from it. */
  caution?: string;
}

export interface Task {
  id: string;
  label: string;
  /** One sentence for the help of the choice. */
  help: string;
  origin: Origin;
  /** The settings `task.*` that mean something here. */
  settings: readonly (keyof TaskSettings)[];
  /** Shape of what a network begins with: [numbers] or a field [x, y, channels]. `parameters`: free ones of the scene. */
  input(settings: TaskSettings, parameters: number): readonly number[];
  /** Whether that is a field, which is known even before a file was opened. */
  beginsWithField(settings: TaskSettings): boolean;
  /** The grid of the output: [x, y], [t, x, y] or [t, s]. */
  axes(settings: TaskSettings): readonly Axis[];
  channels(settings: TaskSettings): Channels;
  /** Networks forecast u on the boundary of the zone from t = 0 on; a submodel makes the zone of it. */
  drivesSubmodel?: boolean;
  /** Errors are also those of the operator learning benchmark (arXiv 2302.01178). */
  benchmark?: boolean;
  /** What is wrong with the settings before anything else can be judged. */
  problem?(settings: TaskSettings): TaskProblem | undefined;
  words: TaskWords;
}

const along =
  (name: Axis['name'], short: string) =>
  (points: number, { padding = 'zero', setting }: Partial<Axis> = {}): Axis => ({
    name,
    short,
    points,
    padding,
    setting,
  });

export const alongTime = along('time', 't');
export const alongX = along('x', 'x');
export const alongY = along('y', 'y');
export const alongBoundary = along('arc length', 'arc');

/** The square grid [x, y] of as many points as the settings say. */
export const squareGrid = ({ grid }: TaskSettings, padding: Padding = 'zero'): Axis[] => [
  alongX(grid, { padding, setting: 'grid' }),
  alongY(grid, { padding, setting: 'grid' }),
];

export const oneChannel: Channels = { name: 'channel', count: 1 };

/** The axes of one recorded sample: times that are channels come first there. */
export function recordedAxes(
  task: Task,
  settings: TaskSettings,
): { name: string; points: number }[] {
  const grid = task.axes(settings).map(({ name, points }) => ({ name, points }));
  const { name, count } = task.channels(settings);
  return name === 'time' || count > 1 ? [{ name, points: count }, ...grid] : grid;
}

/** Where the frames of a network's output are. */
export const frameLayout = (task: Task, settings: TaskSettings): FrameLayout => ({
  times: task.axes(settings).find(({ name }) => name === 'time')?.points ?? 1,
  channels: task.channels(settings).count,
});

/** Frames of a recorded sample: a field without times is one. */
export function recordedFrames(task: Task, settings: TaskSettings): number {
  const { times, channels } = frameLayout(task, settings);
  return times * channels;
}
