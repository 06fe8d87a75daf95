/** The table of what every preset's networks ask of a GPU. */
import { presets } from '../../src/engine/experiment/presets.ts';
import { specOf } from '../../src/engine/experiment/network.ts';
import { mebibytes, type Row } from '../table.ts';
import { networkA, stackWork } from '../stack.ts';
import { type Work } from '../work.ts';
import { countsOf, startCounting } from './counts.ts';
import type { GpuCounts } from './countingGpu.ts';

/** Dispatches of a training step of Network A at most. */
export const MOST_DISPATCHES = 40;

const round = (value: number): string => value.toFixed(value % 1 > 0.05 ? 1 : 0);

const textOf = (counts: GpuCounts): string =>
  [
    `${round(counts.dispatches)} dispatches`,
    `${round(counts.submissions)} submissions`,
    `${round(counts.bindGroups)} bind groups`,
    `${round(counts.copies)} copies`,
    `${mebibytes(counts.bytesRead)} read`,
    `${mebibytes(counts.bytesWritten)} written`,
    `${mebibytes(counts.bytesUploaded)} uploaded`,
  ].join(', ');

type Counted = Pick<Work, 'name' | 'batch' | 'source'>;

/** Networks with branches, too: only what describes them for other libraries needs a chain. */
function works(): Counted[] {
  const stacks = (['classical', 'one-way'] as const).map((format) => ({
    ...stackWork(networkA(format)),
    name: `Network A, ${format}`,
  }));
  const networks = presets.flatMap(({ id: preset, experiment }) =>
    (['a', 'b'] as const).map((id): Counted => ({
      name: `${preset}, ${specOf(experiment, id).format}`,
      batch: experiment.training.batch,
      source: { kind: 'preset', preset, id },
    })),
  );
  return [...stacks, ...networks];
}

export async function countRows(): Promise<Row[]> {
  const gpu = await startCounting();
  const rows: Row[] = [];
  for (const work of works()) {
    const { step, forecast, pipelines } = await countsOf(gpu, work);
    const isNetworkA = work.source.kind === 'stack';
    rows.push(
      {
        what: `${work.name}: step`,
        value: textOf(step),
        ...(isNetworkA && {
          aim: `≤ ${MOST_DISPATCHES} dispatches`,
          missed: step.dispatches > MOST_DISPATCHES,
        }),
      },
      { what: `  forecast`, value: `${textOf(forecast)}; ${pipelines} pipelines in all` },
    );
  }
  return rows;
}
