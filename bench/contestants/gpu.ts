/** WebGPU in Node, through Dawn's bindings: the package `webgpu`, where it is installed. */
import { importInstalled } from './installed.ts';

interface Dawn {
  create(options: string[]): GPU;
  globals: Record<string, unknown>;
}

/** Puts `navigator.gpu` in place and returns the adapter's name. Throws a sentence where there is none. */
export async function provideGpu(): Promise<string> {
  const { module } = await importInstalled('webgpu');
  const { create, globals } = module as Dawn;
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('Dawn finds no GPU adapter, not even a software one.');
  const { vendor, architecture, description } = adapter.info;
  return [vendor, architecture, description].filter((text) => text !== '').join(' ');
}
