/** The registry of kernel formats: a new format is one line here and one in `layers.ts`. */
import { classical } from './classical/format.ts';
import { kernelCp } from './kernel-cp/format.ts';
import { oneWay } from './one-way/format.ts';
import type { KernelFormat } from './format.ts';

const registry = [classical, kernelCp, oneWay] as const;

export type FormatId = (typeof registry)[number]['id'];

export const formats: readonly KernelFormat[] = registry;
export const formatIds = registry.map((format) => format.id);
export const formatLabels = Object.fromEntries(
  registry.map((format) => [format.id, format.label]),
) as Record<FormatId, string>;

export const findFormat = (id: FormatId): KernelFormat =>
  registry.find((format) => format.id === id)!;
