/** What makes samples on this device: the visitor's choice, which links don't hold. */
import { create } from 'zustand';
import type { SamplesOn } from '../../worker/protocol.ts';

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
