/**
 * What trains on every backend: operations with gradients of their own, and Adam. `wasm/register` and `webgpu/register`
 * give the two fast backends kernels for them.
 */
export { Adam, type AdamOptions } from './adam.ts';
export { chains, convolveChain, type Chain, type ChainStage } from './chain.ts';
export { conv2d, type Conv2d } from './conv2d.ts';
export { doubleLinearly, doublesLinearly } from './doubling.ts';
export { squaredErrorsOf } from './squaredErrors.ts';
export { swish } from './swish.ts';
export { convolvesVolumes, convolveVolume } from './volume.ts';
