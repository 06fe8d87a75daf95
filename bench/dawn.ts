/**
 * WebGPU in Node by Dawn's bindings, the npm package `webgpu`, for benchmarks and checks without a browser.
 * It is no dependency of the project: `npm install --no-save webgpu` puts it there. The environment variable
 * SLIMWAVE_DAWN may name the folder of another copy. Which driver it finds is up to Vulkan
 * (VK_ICD_FILENAMES names one).
 */
import { pathToFileURL } from 'node:url';

interface Dawn {
  create(options: string[]): object;
  globals: Record<string, unknown>;
}

async function load(): Promise<Dawn | undefined> {
  const folder = process.env.SLIMWAVE_DAWN;
  const module = folder ? pathToFileURL(`${folder}/index.js`).href : 'webgpu';
  return (
    ((await import(/* @vite-ignore */ module).catch(() => undefined)) as Dawn | undefined) ??
    undefined
  );
}

/**
 * Puts `navigator.gpu` and the classes of WebGPU in place. Call before '@tensorflow/tfjs-backend-webgpu' is
 * imported. Returns why there is no WebGPU, or undefined where there is.
 */
export async function provideWebGPU(): Promise<string | undefined> {
  const dawn = await load();
  if (!dawn) return 'WebGPU needs Dawn’s bindings here: npm install --no-save webgpu';
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]) as { requestAdapter(): Promise<object | null> };
  const navigator = (globalThis.navigator as object | undefined) ?? {};
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  if (!(await gpu.requestAdapter())) return 'Dawn’s bindings found no adapter.';
  return undefined;
}
