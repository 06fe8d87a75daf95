/** Short ways to write the axes of an array. */
import type { AxisRole, AxisUse } from './mapping.ts';

export const axisNames: Readonly<Record<AxisRole, string>> = {
  sample: 'samples',
  time: 't',
  x: 'x',
  y: 'y',
  channel: 'channels',
};

const roles = { n: 'sample', t: 'time', x: 'x', y: 'y', c: 'channel' } as const;

/** Axes from their letters, such as `ntxy` for samples, times, x and y. */
export const axesOf = (letters: string): AxisUse[] =>
  Array.from(letters, (letter) => ({ is: roles[letter as keyof typeof roles] }));
