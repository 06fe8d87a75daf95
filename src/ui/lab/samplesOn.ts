/** What makes samples on this device: the visitor's choice, which links don't hold, and what is said of it. */
import { create } from 'zustand';
import type { MadeOn, SamplesOn } from '../../engine/data/ranges.ts';

const STORAGE_KEY = 'slimwave.samplesOn';

/** Storage may be forbidden (private windows, embedded pages): then the choice lasts as long as the page. */
function stored(): SamplesOn {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'webgpu' ? 'webgpu' : 'wasm';
  } catch {
    return 'wasm';
  }
}

export const useSamplesOn = create<{ on: SamplesOn }>()(() => ({ on: stored() }));

export const samplesOn = (): SamplesOn => useSamplesOn.getState().on;

export function setSamplesOn(on: SamplesOn): void {
  try {
    localStorage.setItem(STORAGE_KEY, on);
  } catch {
    // Nothing is lost but the memory of the choice.
  }
  useSamplesOn.setState({ on });
}

const phrases: Readonly<Record<MadeOn, string | undefined>> = {
  wasm: undefined,
  webgpu: 'samples simulated on WebGPU',
  mixed: 'samples simulated on WebGPU and WebAssembly',
};

/** What is said of a run beside its backend; nothing where WebAssembly has made the samples. */
export const samplesPhrase = (madeOn: MadeOn = 'wasm'): string | undefined => phrases[madeOn];
