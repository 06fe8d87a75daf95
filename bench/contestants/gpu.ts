/** WebGPU for a contestant in Node. */
import { provideWebGPU } from '../dawn.ts';

/** Puts `navigator.gpu` in place and returns the adapter's name. Throws a sentence where there is none. */
export async function provideGpu(): Promise<string> {
  const problem = await provideWebGPU();
  if (problem !== undefined) throw new Error(problem);
  // Browsers have one, Node 20 has none, and jax-js reads it.
  if (navigator.userAgent === undefined) {
    Object.defineProperty(navigator, 'userAgent', { value: `Node.js ${process.version}` });
  }
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('The adapter has gone.');
  const { vendor, architecture, description } = adapter.info;
  return [vendor, architecture, description].filter((text) => text !== '').join(' ');
}
