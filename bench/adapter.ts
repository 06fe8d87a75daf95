/** The WebGPU adapter that Dawn finds: its name, features and limits. */
import { provideGpu } from './contestants/gpu.ts';
import type { Row } from './table.ts';

/** Features that the kernels have a use for. */
const USEFUL = ['subgroups', 'shader-f16', 'timestamp-query'];

/** Rejects with a sentence where there is no adapter. */
export async function adapterRows(): Promise<Row[]> {
  await provideGpu();
  const adapter = (await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' }))!;
  const { vendor, architecture, device, description } = adapter.info;
  const limits: string[] = [];
  // They are getters of the prototype.
  for (const limit in adapter.limits) limits.push(limit);
  return [
    ...Object.entries({ vendor, architecture, device, description }).map(([what, value]): Row => ({
      what,
      value: value || 'not told',
    })),
    ...USEFUL.map((what): Row => ({ what, value: adapter.features.has(what) ? 'yes' : 'no' })),
    { what: 'all features', value: [...adapter.features].toSorted().join(', ') },
    ...limits.map((what): Row => ({
      what,
      value: String(adapter.limits[what as keyof typeof adapter.limits]),
    })),
  ];
}
