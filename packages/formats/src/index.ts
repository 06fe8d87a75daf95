/**
 * Convolutions with compressed kernels as layers of tfjs. To import this file registers the layers, so that
 * `loadLayersModel` knows them.
 */
export { Swish } from './activation.ts';
export {
  executions,
  resolveRank,
  type Budget,
  type Execution,
  type KernelFormat,
  type KernelShape,
  type ResolvedRank,
} from './format.ts';
export { FormatConvolution, type ConvolutionConfig, type InitialWindow } from './layer.ts';
export { paddings, type Padding } from './paddings.ts';
export { findFormat, formatIds, formats, type FormatId } from './registry.ts';
export { LinearUpsampling, NearestUpsampling } from './upsampling.ts';
