/** Which backend a run takes, from measured times alone. */
import type { Experiment } from '../experiment/schema.ts';
import { sum } from '../math.ts';
import type { StepTimes } from './measure.ts';

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/** What the settings can ask for: a backend, one without fused multiply-adds, or the best one. */
export type Wanted = Experiment['backend'];

const NO_FMA = 'wasm-no-fma';

/** The backend that is asked for, and whether it may use fused multiply-adds. */
export const parseWanted = (wanted: Wanted): { name: BackendName | 'auto'; fma: boolean } =>
  wanted === NO_FMA ? { name: 'wasm', fma: false } : { name: wanted, fma: true };

/** The same backend again, with fused multiply-adds or without. */
export const wantedAgain = (name: BackendName, fma: boolean): Exclude<Wanted, 'auto'> =>
  name === 'wasm' && !fma ? NO_FMA : name;

/** What computed a network, in the words in which results are kept: with fused multiply-adds the last digits differ. */
export const machineName = ({ name, fused }: { name: BackendName; fused: boolean }): string =>
  fused ? `${name} with FMA` : name;

/** What is known of a backend's speed. */
export interface BackendFigure {
  name: BackendName;
  /** Time of one training step of each network with the whole batch (ms). */
  stepMs?: StepTimes;
  /** Time in which all networks make a step, as a run does them (ms). */
  togetherMs?: number;
  /** Samples in the batch that was measured, and in the whole one, to which the times are scaled. */
  samples?: number;
  batch?: number;
  /** The times are lower bounds: a part of the batch was slower already than the whole one elsewhere. */
  atLeast?: true;
  /** Why there are no times. */
  note?: string;
  /** The measurement was cut off and may succeed the next time. */
  unfinished?: true;
}

/** A GPU must be this much faster: times vary, and WebAssembly leaves the page's own drawing alone. */
const CLEARLY = 1.2;

/**
 * Time in which all networks make one step. They share a GPU and add up there. Otherwise each has a worker, and as
 * many compute at once as there are cores: the time is that of the slowest network, or the sum divided among the
 * cores, since slices of time are dealt out whenever a core is free.
 */
export function togetherMs(name: BackendName, stepMs: StepTimes, cores: number): number {
  const times = Object.values(stepMs);
  const all = sum(times);
  return name === 'webgpu' ? all : Math.max(all / cores, ...times);
}

/** Whether a GPU that needs so long for all networks is to be preferred to WebAssembly. */
export const isClearlyFaster = (gpuMs: number, wasmMs: number): boolean =>
  gpuMs * CLEARLY <= wasmMs;

const inMs = (value: number): string => `${Number(value.toPrecision(2))} ms`;

/**
 * The choice among backends that work; at least one must. Where nothing was measured WebAssembly goes before plain
 * JavaScript, and a GPU before both.
 */
export function decide(working: readonly BackendFigure[]): { name: BackendName; reason: string } {
  const [webgpu, wasm] = (['webgpu', 'wasm'] as const).map((name) =>
    working.find((figure) => figure.name === name),
  );
  if (!webgpu && !wasm) {
    if (working.length === 0) throw new Error('There is no backend to choose from.');
    return { name: 'cpu', reason: 'The last resort: slow, but it works everywhere.' };
  }
  if (!webgpu) return { name: 'wasm', reason: 'The fastest one that works here.' };
  if (!wasm) return { name: 'webgpu', reason: 'WebAssembly does not work here.' };
  const [gpuMs, wasmMs] = [webgpu.togetherMs, wasm.togetherMs];
  if (gpuMs === undefined || wasmMs === undefined) {
    return wasmMs === undefined
      ? { name: 'webgpu', reason: 'The networks are too large for WebAssembly to be measured.' }
      : { name: 'wasm', reason: 'The GPU could not be measured.' };
  }
  const gpuWins = !webgpu.atLeast && isClearlyFaster(gpuMs, wasmMs);
  const times = `one step of every network takes ${inMs(wasmMs)} on WebAssembly and ${webgpu.atLeast ? 'more than ' : ''}${inMs(gpuMs)} on the GPU`;
  return gpuWins
    ? { name: 'webgpu', reason: `Measured: ${times}.` }
    : {
        name: 'wasm',
        reason: `Measured: ${times}; the GPU is used only if it is at least ${CLEARLY} times faster.`,
      };
}
