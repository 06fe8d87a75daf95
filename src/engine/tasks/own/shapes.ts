/** The shapes of one sample of a user's own data, as the settings hold them: text such as `1x32x32`. */
import type { TaskProblem, TaskSettings } from '../task.ts';

export const shapeOf = (text: string): number[] => (text === '' ? [] : text.split('x').map(Number));

export const shapeText = (shape: readonly number[]): string => shape.join('x');

/** Points of a sample along x and y; undefined before a file was opened. */
export function ownGrid({
  outputs,
}: Pick<TaskSettings, 'outputs'>): [x: number, y: number] | undefined {
  const [, x, y] = shapeOf(outputs);
  return y === undefined ? undefined : [x, y];
}

/** Both shapes have an entry each; false before a file was opened. */
export const hasOwnShapes = ({
  inputs,
  outputs,
}: Pick<TaskSettings, 'inputs' | 'outputs'>): boolean => inputs !== '' && outputs !== '';

/** Why two shapes can't be one sample's, with the setting to change; undefined if they can. */
export function ownShapesProblem({ inputs, outputs, time }: TaskSettings): TaskProblem | undefined {
  const [given, made] = [shapeOf(inputs), shapeOf(outputs)];
  const problem = (key: string, message: string): TaskProblem => ({
    key,
    message: `Outputs of a sample ${message}`,
  });
  if (made.length !== 3) {
    return problem('task.outputs', 'must be times (or channels) × x × y, such as 16x32x32.');
  }
  if (given.length === 1) return undefined;
  if (given.length !== 3 || given[1] !== made[1] || given[2] !== made[2]) {
    return problem(
      'task.outputs',
      `have ${made[1]} × ${made[2]} points, and the inputs ${given.slice(1).join(' × ')}: both must have the same grid.`,
    );
  }
  if (time !== 'axis') return undefined;
  return problem(
    'task.time',
    'can’t have time as an axis here, because the inputs are fields without one: use times as channels.',
  );
}
