/** What the checks of the backends have found so far, and which one is being checked. */
import { create } from 'zustand';
import type { CheckOutcome } from 'slimwave-kernels/checks';
import type { BackendName } from '../../../engine/device/decide.ts';
import { DeviceClient } from '../../../worker/deviceClient.ts';
import type { AdapterReport, DeviceEvent } from '../../../worker/deviceProtocol.ts';

/** In the order in which they are checked: a GPU in software takes longest. */
export const backends: readonly BackendName[] = ['wasm', 'cpu', 'webgpu'];

export const backendNames: Record<BackendName, string> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'Plain JavaScript',
};

export interface BackendRun {
  status: 'idle' | 'waiting' | 'running' | 'done' | 'stopped' | 'absent' | 'failed';
  outcomes: readonly CheckOutcome[];
  /** Number of cases, once it is known. */
  total?: number;
  /** Few and small cases, for a GPU in software. */
  few?: boolean;
  tfjs?: string;
  /** That compute. */
  threads?: number;
  /** With fused multiply-adds. */
  fused?: boolean;
  adapter?: AdapterReport;
  /** Why it is absent or has failed, as a sentence. */
  message?: string;
  /** From the start of the worker to its end. */
  milliseconds?: number;
}

export interface DeviceState {
  seed: number;
  runs: Readonly<Record<BackendName, BackendRun>>;
  running?: BackendName;
  /** The worker's script has not come for a while. */
  late: boolean;
  /** When the last run was started. */
  startedAt?: Date;
}

export const SEEDS = { min: 1, max: 999_999 };
const drawSeed = () => SEEDS.min + Math.floor(Math.random() * SEEDS.max);

const LINK = /^#seed=(\d{1,6})$/;

/** The seed that a link names, as in checks.html#seed=42; 0 is none. */
export const seedOfLink = (hash: string): number | undefined =>
  Number(LINK.exec(hash)?.[1]) || undefined;

/** Whether a link leads to the check of the device. */
export const asksForDevice = (hash: string): boolean =>
  hash === '#device' || seedOfLink(hash) !== undefined;

const all = (status: BackendRun['status']): DeviceState['runs'] => {
  const run: BackendRun = { status, outcomes: [] };
  return { webgpu: run, wasm: run, cpu: run };
};

export const useDevice = create<DeviceState>()(() => ({
  seed: drawSeed(),
  runs: all('idle'),
  late: false,
}));

const client = new DeviceClient(receive, (late) => useDevice.setState({ late }));

/** Loads a worker's script that is late once more. */
export const loadAgain = (): void => client.again();
let startedAt = 0;

function update(name: BackendName, change: Partial<BackendRun>): void {
  useDevice.setState(({ runs }) => ({ runs: { ...runs, [name]: { ...runs[name], ...change } } }));
}

function receive(event: DeviceEvent): void {
  const { running: name, runs } = useDevice.getState();
  if (!name) return;
  const milliseconds = performance.now() - startedAt;
  switch (event.type) {
    case 'started': {
      const { total, few, tfjs, threads, fused, adapter } = event;
      update(name, { total, few, tfjs, threads, fused, adapter });
      return;
    }
    case 'outcomes':
      update(name, { outcomes: [...runs[name].outcomes, ...event.outcomes] });
      return;
    case 'finished':
      update(name, { status: 'done', milliseconds });
      break;
    case 'absent':
      update(name, { status: 'absent', message: event.reason });
      break;
    case 'failed':
      update(name, { status: 'failed', message: event.message, milliseconds });
      break;
    default:
      event satisfies never;
  }
  next();
}

function next(): void {
  const { runs, seed } = useDevice.getState();
  const name = backends.find((backend) => runs[backend].status === 'waiting');
  useDevice.setState({ running: name });
  if (!name) return;
  update(name, { status: 'running' });
  startedAt = performance.now();
  client.run({ backend: name, seed });
}

export function setSeed(seed: number): void {
  useDevice.setState({ seed });
}

/** Takes the seed of the page's address, now and whenever that changes. */
export function followLink(): void {
  const take = () => {
    const seed = seedOfLink(window.location.hash);
    if (seed !== undefined) setSeed(seed);
  };
  take();
  window.addEventListener('hashchange', take);
}

export function newSeed(): void {
  setSeed(drawSeed());
}

/** Checks all backends, from the first; the address of the page then names the seed. */
export function checkDevice(): void {
  client.stop();
  useDevice.setState({ runs: all('waiting'), startedAt: new Date() });
  history.replaceState(null, '', `#seed=${useDevice.getState().seed}`);
  next();
}

/** Ends the run; what has been computed stays. */
export function stopDevice(): void {
  client.stop();
  useDevice.setState(({ runs }) => {
    const stopped = (run: BackendRun): BackendRun =>
      run.status === 'waiting' || run.status === 'running' ? { ...run, status: 'stopped' } : run;
    const { webgpu, wasm, cpu } = runs;
    return {
      runs: { webgpu: stopped(webgpu), wasm: stopped(wasm), cpu: stopped(cpu) },
      running: undefined,
    };
  });
}
