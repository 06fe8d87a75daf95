import type { FastLoops } from './loops.ts';

/**
 * Work on the backend's memory that can be divided: the given part of `parts`, which together do all of it. The
 * parameters are addresses and sizes.
 */
export type Job<Needed = FastLoops> = (
  loops: Needed,
  parameters: Uint32Array,
  part: number,
  parts: number,
) => void;

/** Names for a job's parameters, which it gets as a list: from named numbers to the list, and back. */
export function inOrder<const Name extends string>(names: readonly Name[]) {
  return {
    list: (values: Readonly<Record<Name, number>>): number[] => names.map((name) => values[name]),
    // A loop: `Object.fromEntries` would take a tenth of the time of a small convolution.
    named: (parameters: Uint32Array): Readonly<Record<Name, number>> => {
      const named = {} as Record<Name, number>;
      for (let i = 0; i < names.length; i++) named[names[i]] = parameters[i];
      return named;
    },
  };
}

/** The part's share of so many items, from the first to before `end`, in whole groups but for the last. */
export function share(
  items: number,
  part: number,
  parts: number,
  group = 1,
): [first: number, end: number] {
  const groups = Math.ceil(items / group);
  const at = (k: number) => Math.min(items, Math.floor((groups * k) / parts) * group);
  return [at(part), at(part + 1)];
}
