/**
 * What is called for a strip of an image, recorded once: from then on only addresses differ. To work out the calls anew would
 * take as long as a small convolution.
 *
 * During the recording an address is a base, such as the input or the filter of a stage, times `BASE`, plus an offset;
 * so that whatever is added to it, it can be told which base it is relative to.
 */
import type { FastLoops } from '../loops.ts';

/** More than any offset or other number of a call. */
const BASE = 2 ** 40;

/** Bases are numbered from 1. */
export const baseOf = (index: number): number => index * BASE;

type LoopCall = (...parameters: number[]) => void;

interface Call {
  loop: LoopCall;
  /** Of every parameter: its base, or 0, and the rest. */
  bases: Uint8Array;
  offsets: Float64Array;
  /** Its parameters in this run. */
  parameters: number[];
}

export type Program = readonly Call[];

/** Loops that note their calls instead of computing. */
function recording(loops: FastLoops, calls: Call[]): FastLoops {
  const noting =
    (loop: LoopCall): LoopCall =>
    (...parameters) => {
      const bases = Uint8Array.from(parameters, (value) => Math.round(value / BASE));
      const offsets = Float64Array.from(parameters, (value, i) => value - bases[i] * BASE);
      calls.push({ loop, bases, offsets, parameters: [...parameters] });
    };
  const recorded = (value: unknown): unknown => {
    if (typeof value === 'function') return noting(value as LoopCall);
    const entries = Object.entries(value as Record<string, unknown>);
    return Object.fromEntries(entries.map(([name, loop]) => [name, recorded(loop)]));
  };
  return recorded(loops) as FastLoops;
}

/** The calls that the computation makes. */
export function record(loops: FastLoops, compute: (loops: FastLoops) => void): Program {
  const calls: Call[] = [];
  compute(recording(loops, calls));
  return calls;
}

/** Makes the calls; `addresses[i]` is that of base i, and the first is 0. */
export function run(program: Program, addresses: Float64Array): void {
  for (const { loop, bases, offsets, parameters } of program) {
    for (let i = 0; i < bases.length; i++) parameters[i] = offsets[i] + addresses[bases[i]];
    loop.apply(undefined, parameters);
  }
}
