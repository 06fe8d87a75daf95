/**
 * Which backend computes the networks, and why.
 *
 * What the user asks for, if it works. Left to itself: WebAssembly, unless the networks at hand train clearly faster
 * on a hardware GPU. A software WebGPU adapter takes seconds for its self-test alone and has nothing but the
 * processor, which WebAssembly uses better, so it is not even measured unless it is asked for.
 */
import * as tf from '@tensorflow/tfjs-core';
import { gpuIdle } from 'slimwave-kernels/webgpu/queue';
import { freePooledBuffers } from 'slimwave-kernels/webgpu/pool';
import {
  faultOf,
  heedDevice,
  watchDevice,
  type WatchedDevice,
} from 'slimwave-kernels/webgpu/deviceFaults';
import { completeBackend, isFusing, loadBackend, threadsOf } from './load.ts';
import type { Compiling } from '../train/progress.ts';
import { probeAdapter, type Adapter } from './adapter.ts';
import {
  decide,
  machineName,
  parseWanted,
  type BackendFigure,
  type BackendName,
  type Wanted,
} from './decide.ts';
import { CPU_NOTE, estimate, unmeasured, type Measured } from './estimate.ts';
import {
  ASKED_FOR,
  AUTOMATIC,
  inTime,
  SilenceError,
  whileAlive,
  type StartLimits,
} from './patience.ts';
import { selfTest } from '../verification/layers/probe.ts';

export interface BackendReport {
  name: BackendName;
  /** A sentence for the user: why this one. */
  reason: string;
  /** What was tried before and refused, one sentence each. */
  refused: string[];
  /** Threads that compute each network. */
  threads: number;
  /** Whether WebAssembly uses fused multiply-adds: the last digits of all results depend on it. */
  fused: boolean;
  /** Largest relative deviation from the reference numbers in the self-test. */
  selfTestError: number;
  /** What is known of the speed of every backend; none if nothing was to be measured. */
  figures: BackendFigure[];
  /** A measurement was cut off, or something did not answer: it may succeed the next time. */
  unfinished?: true;
}

/** A backend that works: it has passed its self-test, and later faults of its device are reported. */
interface Tested {
  backend: object;
  error: number;
}

/** Time for a GPU to end what it was asked to do before another backend takes its place (ms). */
const FAREWELL = 1000;

/** By `machineName`: each kind of arithmetic passes its own. */
const tested = new Map<string, Tested>();

const deviceOf = (name: BackendName): WatchedDevice | undefined =>
  name === 'webgpu' ? (tf.backend() as unknown as { device: WatchedDevice }).device : undefined;

/**
 * Makes a backend the current one; `measure` runs before it counts as working, and its faults refuse it. So does
 * silence, at any step.
 */
async function start(
  name: BackendName,
  fma: boolean,
  limits: StartLimits,
  measure: (sign: () => void) => Promise<void>,
): Promise<void> {
  await loadBackend(name, limits);
  // tfjs reports failure by `false`, while getBackend() already names the failed one.
  if (!(await tf.setBackend(name))) throw new Error('it could not be started.');
  await tf.ready();
  await completeBackend(name, fma);
  const backend = tf.backend();
  const machine = machineName({ name, fused: await isFusing(name) });
  const device = deviceOf(name);
  const measuring = () => whileAlive('its measurement', limits.measurement, measure);
  if (tested.get(machine)?.backend === backend) {
    const fault = device && faultOf(device);
    if (fault !== undefined) throw new Error(`${fault}.`);
    await measuring();
    return;
  }
  const passed = device && watchDevice(device);
  const error = await whileAlive('its self-test', limits.selfTest, selfTest);
  await measuring();
  passed?.();
  tested.set(machine, { backend, error });
}

const forced = (name: BackendName, adapter: Adapter): string => {
  if (name !== 'webgpu' || adapter.kind === 'none') return 'Chosen by you.';
  const software = adapter.kind === 'software' ? ', which is software and slow' : '';
  return `Chosen by you; it runs on ${adapter.name}${software}.`;
};

const asksForGpu = (wanted: BackendName | 'auto'): boolean =>
  wanted === 'auto' || wanted === 'webgpu';

/** Which backends are tried, in order, and why others are not. */
function candidates(wanted: BackendName | 'auto', adapter: Adapter, measured: boolean) {
  const refused: string[] = [];
  const notes: Partial<Record<BackendName, string>> = { cpu: CPU_NOTE };
  // Nobody has looked for an adapter where the choice leaves no room for one.
  if (adapter.kind === 'none' && asksForGpu(wanted)) {
    const { fault } = adapter;
    notes.webgpu = fault ?? 'no GPU adapter in this browser';
    if (fault !== undefined) refused.push(`No GPU is used: ${fault}.`);
    else if (wanted === 'webgpu') {
      refused.push('WebGPU was asked for, but this browser offers no GPU adapter.');
    }
  }
  if (wanted === 'auto' && adapter.kind === 'software') {
    refused.push(`The WebGPU adapter (${adapter.name}) is software, slower than WebAssembly.`);
    notes.webgpu = 'a software adapter: slower than WebAssembly';
  }
  const gpu = adapter.kind !== 'none' && (wanted === 'webgpu' || adapter.kind === 'hardware');
  let names: BackendName[] = gpu ? ['webgpu', 'wasm', 'cpu'] : ['wasm', 'cpu'];
  if (wanted === 'cpu') names = ['cpu', 'wasm'];
  if (wanted === 'wasm') names = ['wasm', 'cpu'];
  // The GPU is measured against WebAssembly, not the other way round.
  if (wanted === 'auto' && measured) names = gpu ? ['wasm', 'webgpu', 'cpu'] : ['wasm', 'cpu'];
  return { names, notes, refused };
}

/**
 * Starts the wanted backend, or the best one that passes the self-test. Without `measured` nothing is measured, and
 * a hardware GPU goes before WebAssembly. Throws if no backend works.
 */
export async function chooseBackend(
  setting: Wanted,
  measured?: Measured,
  limits: StartLimits = setting === 'auto' ? AUTOMATIC : ASKED_FOR,
): Promise<BackendReport> {
  const { name: wanted, fma } = parseWanted(setting);
  const adapter: Adapter = asksForGpu(wanted) ? await probeAdapter(limits) : { kind: 'none' };
  const { names, notes, refused } = candidates(wanted, adapter, measured !== undefined);
  const working: BackendFigure[] = [];
  let silent = adapter.kind === 'none' && adapter.silent === true;
  for (const name of names) {
    // Plain JavaScript is the last resort; whoever asks for one backend gets the first that works.
    if (working.length > 0 && (name === 'cpu' || wanted !== 'auto' || !measured)) break;
    try {
      let figure: BackendFigure = { name };
      await start(name, fma, limits, async (sign) => {
        if (!measured) return;
        const onCompiling = (state: Compiling) => {
          sign();
          measured.onCompiling?.(state);
        };
        const before = wanted === 'auto' ? working : [];
        figure = await estimate(name, adapter, { ...measured, onCompiling }, before);
      });
      working.push(figure);
    } catch (error) {
      const message = (error as Error).message;
      if (error instanceof SilenceError) silent = true;
      refused.push(`The ${name} backend was refused: ${message}`);
      notes[name] = message;
    }
  }
  if (working.length === 0) {
    throw new Error(`No backend works here. ${refused.join(' ')} Try a current browser.`);
  }
  return conclude(wanted, adapter, working, {
    refused,
    // What has not answered may do so the next time.
    unfinished: silent || working.some(({ unfinished }) => unfinished) || undefined,
    figures: measured ? unmeasured(working, notes, wanted) : [],
  });
}

async function conclude(
  wanted: BackendName | 'auto',
  adapter: Adapter,
  working: readonly BackendFigure[],
  rest: Pick<BackendReport, 'refused' | 'figures' | 'unfinished'>,
): Promise<BackendReport> {
  const chosen =
    wanted === working[0].name
      ? { name: working[0].name, reason: forced(working[0].name, adapter) }
      : decide(working);
  const { name } = chosen;
  if (name !== tf.getBackend()) {
    // A GPU that is left because it hangs is not waited for.
    await inTime('the GPU', FAREWELL, gpuIdle()).catch(() => {});
    await tf.setBackend(name);
    // The loser of the measurement keeps its device, but not the memory.
    if (name !== 'webgpu') freePooledBuffers();
  }
  // A device that lies idle is of no concern to what is computed elsewhere.
  heedDevice(deviceOf(name));
  const { threads, problem } = await threadsOf(name);
  const refused = problem === undefined ? rest.refused : [...rest.refused, problem];
  const fused = await isFusing(name);
  const selfTestError = tested.get(machineName({ name, fused }))!.error;
  return { ...chosen, ...rest, refused, threads, fused, selfTestError };
}
