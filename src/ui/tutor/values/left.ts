/** How much of a network's kernels is missing when only the first terms of each are kept, for expressions of lessons. */
import { energyKept } from '../../../engine/inspection/energy.ts';
import type { NetworkInspection } from '../../lab/inspections.ts';

const energy = (values: Float32Array): number => values.reduce((sum, x) => sum + x * x, 0);

/** ‖kernels − their first `rank` terms‖/‖kernels‖ over all convolutions; undefined until all of them are known. */
export function kernelsLeft(
  inspection: NetworkInspection | undefined,
  rank: number,
): number | undefined {
  if (!inspection) return undefined;
  const { layers, count } = inspection;
  const spectra = layers.flatMap((layer) => layer?.found?.spectra.kernels ?? []);
  if (spectra.length < count) return undefined;
  const all = spectra.map(energy);
  const missing = spectra.map((values, i) => all[i] * (1 - energyKept(values, rank)));
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return Math.sqrt(Math.max(0, sum(missing)) / sum(all));
}
