import type { BackendName } from '../../engine/device/decide.ts';

export const shortNames: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WASM',
  cpu: 'JavaScript',
};
