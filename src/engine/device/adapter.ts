/** What WebGPU would run on, and its device: every question to the browser has a time limit. */
import { SOFTWARE } from 'slimwave-kernels/webgpu/software';
import { inTime, SilenceError, type StartLimits } from './patience.ts';

/** The part of the WebGPU interface that is needed here; the engine is compiled without the DOM. */
interface GpuProbe {
  requestAdapter(options?: { powerPreference?: string }): Promise<GpuAdapter | null>;
}

export interface GpuAdapter {
  info?: GpuInfo;
  isFallbackAdapter?: boolean;
  features: { has(feature: string): boolean };
  limits: Readonly<Record<string, number | undefined>>;
  requestDevice(descriptor: {
    requiredFeatures: string[];
    requiredLimits: Record<string, number>;
  }): Promise<object>;
}

interface GpuInfo {
  vendor?: string;
  architecture?: string;
  description?: string;
  isFallbackAdapter?: boolean;
}

export type Adapter =
  /** `fault`: what went wrong, unless there simply is none; `silent` if it may answer later. */
  { kind: 'none'; fault?: string; silent?: true } | { kind: 'software' | 'hardware'; name: string };

/** The question whose answer is due. */
let due: Promise<GpuAdapter | null> | undefined;
/** Time for an answer that has been waited for in vain once (ms). */
const SHORT = 100;

/** The adapter; undefined where there is none. Rejects with a `SilenceError` where there is no answer. */
async function requestAdapter(limit: number): Promise<GpuAdapter | undefined> {
  const { gpu } = (globalThis as { navigator?: { gpu?: GpuProbe } }).navigator ?? {};
  if (!gpu) return undefined;
  const patience = due ? Math.min(SHORT, limit) : limit;
  due ??= (async () => gpu.requestAdapter({ powerPreference: 'high-performance' }))();
  const asked = due;
  const forget = () => {
    if (due === asked) due = undefined;
  };
  asked.then(forget, forget);
  return (await inTime('the browser’s search for a GPU', patience, asked)) ?? undefined;
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');

/** What WebGPU would run on. */
export async function probeAdapter({ adapter: limit }: StartLimits): Promise<Adapter> {
  try {
    const adapter = await requestAdapter(limit);
    return adapter ? describe(adapter) : { kind: 'none' };
  } catch (error) {
    if (error instanceof SilenceError)
      return { kind: 'none', fault: messageOf(error), silent: true };
    return { kind: 'none', fault: `the browser’s search for a GPU failed (${messageOf(error)})` };
  }
}

function describe(adapter: GpuAdapter): Adapter {
  const info = infoOf(adapter);
  const name =
    info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'GPU';
  const software =
    adapter.isFallbackAdapter ||
    info.isFallbackAdapter ||
    SOFTWARE.test(`${name} ${info.architecture}`);
  return { kind: software ? 'software' : 'hardware', name };
}

/** Older browsers have none, or one that may only be asked for. */
function infoOf(adapter: GpuAdapter): GpuInfo {
  try {
    return adapter.info ?? {};
  } catch {
    return {};
  }
}

/** What tfjs asks a device for, and the buffers that a dispatch may bind, which tfjs leaves at eight. */
const FEATURES = ['timestamp-query', 'bgra8unorm-storage'];
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
  'maxStorageBuffersPerShaderStage',
];

/** A device with all that the adapter offers of what tfjs uses. Rejects with the end of a sentence that says why not. */
export async function openDevice(limits: StartLimits): Promise<{ device: object; info: GpuInfo }> {
  const adapter = await requestAdapter(limits.adapter);
  if (!adapter) throw new Error('this browser offers no GPU adapter.');
  const requiredLimits: Record<string, number> = {};
  for (const name of LIMITS) {
    const limit = adapter.limits[name];
    if (limit !== undefined) requiredLimits[name] = limit;
  }
  const requiredFeatures = FEATURES.filter((name) => adapter.features.has(name));
  const opening = (async () => adapter.requestDevice({ requiredFeatures, requiredLimits }))();
  const device = await inTime('its device', limits.device, opening);
  return { device, info: infoOf(adapter) };
}
