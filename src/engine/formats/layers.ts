/** The layer of every format. Importing this file also registers their class names for loading models. */
import { ClassicalConvolution } from './classical/layer.ts';
import type { FormatId } from './index.ts';
import { KernelCpConvolution } from './kernel-cp/layer.ts';
import type { ConvolutionConfig, FormatConvolution } from './layer.ts';
import { OneWayConvolution } from './one-way/layer.ts';

const classes = {
  classical: ClassicalConvolution,
  'kernel-cp': KernelCpConvolution,
  'one-way': OneWayConvolution,
} satisfies Record<FormatId, new (config: ConvolutionConfig) => FormatConvolution>;

export const createConvolution = (format: FormatId, config: ConvolutionConfig): FormatConvolution =>
  new classes[format](config);
