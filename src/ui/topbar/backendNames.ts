import type { BackendName } from '../../engine/device/choose.ts';

export const shortNames: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WASM',
  cpu: 'JavaScript',
};
