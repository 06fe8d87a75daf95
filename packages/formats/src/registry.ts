/** The registry of kernel formats: a new format is one line here and one in `projections.ts`. */
import { classical } from './classical/format.ts';
import { depthwiseSeparable } from './depthwise-separable/format.ts';
import { kernelCp } from './kernel-cp/format.ts';
import { layerCp } from './layer-cp/format.ts';
import { oneWay } from './one-way/format.ts';
import { oneWayBank } from './one-way-bank/format.ts';
import { tensorTrain } from './tensor-train/format.ts';
import { tucker2 } from './tucker-2/format.ts';
import type { KernelFormat } from './format.ts';

const registry = [
  classical,
  kernelCp,
  oneWay,
  oneWayBank,
  layerCp,
  tucker2,
  tensorTrain,
  depthwiseSeparable,
] as const;

export type FormatId = (typeof registry)[number]['id'];

export const formats: readonly KernelFormat[] = registry;
export const formatIds = registry.map((format) => format.id);
export const formatLabels = Object.fromEntries(
  registry.map((format) => [format.id, format.label]),
) as Record<FormatId, string>;

export const findFormat = (id: FormatId): KernelFormat =>
  registry.find((format) => format.id === id)!;
