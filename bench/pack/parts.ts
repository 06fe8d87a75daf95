/** What a pack measures, in this order: short parts come first, so that the long ones get the time that is left. */
import { adapterRows } from '../adapter.ts';
import type { Allowance } from '../allowance.ts';
import { crossoverRows } from '../crossover.ts';
import { checkRows } from '../deviceChecks.ts';
import { sampleRows, sceneRows, stepRows } from '../fem.ts';
import { gpuRows, processorRows } from '../peers.ts';
import type { Rows } from '../table.ts';
import { threadRows } from '../threads/rows.ts';
import { batchRows } from '../waves/batch.ts';
import { widthRows } from '../widths.ts';

export interface PackPart {
  name: string;
  title: string;
  /** Its share of the time, in seconds of a run of six minutes. */
  weight: number;
  measure: (allowance: Allowance) => Rows;
}

export const packParts: readonly PackPart[] = [
  { name: 'adapter', title: 'The WebGPU adapter', weight: 6, measure: adapterRows },
  {
    name: 'checks-webgpu',
    title: 'Device checks on WebGPU',
    weight: 35,
    measure: (allowance) => checkRows('webgpu', allowance),
  },
  {
    name: 'checks-wasm',
    title: 'Device checks on wasm',
    weight: 30,
    measure: (allowance) => checkRows('wasm', allowance),
  },
  { name: 'fem', title: 'Time steps on the assembled operator', weight: 20, measure: stepRows },
  { name: 'scenes', title: 'Scenes', weight: 8, measure: sceneRows },
  { name: 'samples', title: 'Samples', weight: 6, measure: sampleRows },
  {
    name: 'batch',
    title: 'Samples side by side on WebGPU',
    weight: 20,
    measure: (allowance) => batchRows(['frames', 'square', 'trace', 'gap'], allowance),
  },
  {
    name: 'peers-webgpu',
    title: 'A training step on WebGPU in Node (Dawn), against other libraries',
    weight: 55,
    measure: gpuRows,
  },
  {
    name: 'peers',
    title: 'A training step on the processor, against PyTorch',
    weight: 45,
    measure: (allowance) => processorRows(/PyTorch/, allowance),
  },
  {
    name: 'threads',
    title: 'A training step on wasm with more threads',
    weight: 40,
    measure: threadRows,
  },
  {
    name: 'crossover',
    title: 'A training step on WebGPU against wasm with more threads',
    weight: 75,
    measure: crossoverRows,
  },
  { name: 'widths', title: 'Formats by width on WebGPU', weight: 75, measure: widthRows },
];
