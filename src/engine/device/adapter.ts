/** The part of the WebGPU interface that is needed here; the engine is compiled without the DOM. */
interface GpuProbe {
  requestAdapter(options?: { powerPreference?: string }): Promise<{
    info?: {
      vendor?: string;
      architecture?: string;
      description?: string;
      isFallbackAdapter?: boolean;
    };
    isFallbackAdapter?: boolean;
  } | null>;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

export type Adapter = { kind: 'none' } | { kind: 'software' | 'hardware'; name: string };

/** What WebGPU would run on. It is asked for first because tfjs would dereference a missing one. */
export async function probeAdapter(): Promise<Adapter> {
  const gpu = (globalThis as { navigator?: { gpu?: GpuProbe } }).navigator?.gpu;
  const adapter = await gpu
    ?.requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  if (!adapter) return { kind: 'none' };
  const info = adapter.info ?? {};
  const name =
    info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'GPU';
  const software =
    adapter.isFallbackAdapter ||
    info.isFallbackAdapter ||
    SOFTWARE.test(`${name} ${info.architecture}`);
  return { kind: software ? 'software' : 'hardware', name };
}
