/** `simulate --samples`: a data set, sample by sample, in the layout of a public one. */
import type { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { contentOf } from '../engine/export/datasets/content.ts';
import { dataLayout } from '../engine/export/datasets/index.ts';
import { layoutIds } from '../engine/export/datasets/layoutNames.ts';
import { samplesIn, type DataLayout, type Part } from '../engine/export/datasets/layout.ts';
import { simulatedSamples } from '../engine/export/datasets/simulate.ts';
import { expectedBytes, writeDataset } from '../engine/export/datasets/write.ts';
import { setNames, type SetName } from '../engine/data/dataset.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import { originOf } from '../engine/tasks/index.ts';
import { progressLine } from './progress.ts';
import { openStreamFile } from './streamFile.ts';
import { UsageError } from './usageError.ts';

const MAX_SAMPLES = 1_000_000;

export interface SampleRequest {
  layout: DataLayout;
  parts: readonly Part[];
  file: string;
}

interface SampleOptions {
  samples?: string;
  layout?: string;
  part?: string;
  out?: string;
}

/** What the options ask for; undefined without `--samples`. Throws `UsageError`. */
export function readSampleRequest(
  { samples, layout: id = 'npz', part, out }: SampleOptions,
  experiment: Experiment,
): SampleRequest | undefined {
  if (samples === undefined) return undefined;
  const layout = dataLayout(id);
  if (!layout) {
    throw new UsageError(`There is no layout “${id.slice(0, 40)}”; use ${layoutIds.join(', ')}.`);
  }
  const problem = layout.problem?.(contentOf(experiment));
  if (problem !== undefined) throw new UsageError(`--layout ${id}: ${problem}`);
  if (out === undefined) {
    throw new UsageError(`--samples needs --out FILE, as in --out samples${layout.ending}.`);
  }
  if (!out.endsWith(layout.ending)) {
    throw new UsageError(
      `--out: the layout “${id}” is read from files that end with ${layout.ending}, as samples${layout.ending}.`,
    );
  }
  return { layout, parts: readParts(samples, part, layout, experiment), file: out };
}

/** As in 512, or 512+128 for training and test samples in one file. */
function readParts(
  samples: string,
  part: string | undefined,
  layout: DataLayout,
  experiment: Experiment,
): Part[] {
  const [train, test, ...more] = samples.split('+').map(readCount);
  if (more.length > 0) throw wrongCount(samples);
  if (test !== undefined) {
    if (part !== undefined) {
      throw new UsageError('--part belongs to a single number of samples, as in --samples 128.');
    }
    if (!layout.order.includes('test')) {
      throw new UsageError(
        `The layout “${layout.id}” has a file for each set: write the test samples with --samples ${test} --part test.`,
      );
    }
    const counts: Partial<Record<SetName, number>> = { train, test };
    return layout.order.flatMap((set) => {
      const count = counts[set];
      return count === undefined ? [] : [{ set, count }];
    });
  }
  const set = setNames.find((name) => name === (part ?? 'train'));
  const { shifted } = originOf(experiment);
  if (!set || (set === 'shifted' && !shifted)) {
    const known = shifted ? 'train, test or shifted' : 'train or test';
    throw new UsageError(`--part must be ${known}, not “${part?.slice(0, 40)}”.`);
  }
  return [{ set, count: train }];
}

function readCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MAX_SAMPLES) throw wrongCount(text);
  return count;
}

const wrongCount = (text: string): UsageError =>
  new UsageError(
    `--samples must be a whole number from 1 to ${MAX_SAMPLES}, or two as in 512+128 for training and test samples, not “${text.slice(0, 40)}”.`,
  );

/**
 * Simulates and writes, and reports what there is. Throws a sentence, also where SIGINT or SIGTERM ends it; then there is
 * no file, or the one that was there before.
 */
export async function writeSamples(
  { layout, parts, file }: SampleRequest,
  experiment: Experiment,
  signals: EventEmitter = process,
): Promise<object> {
  const started = performance.now();
  const content = contentOf(experiment);
  const out = openStreamFile('--out', file, expectedBytes(content, samplesIn(parts)));
  const print = progressLine();
  const stopped = new StopSignal(signals);
  try {
    const target = { layout, content, parts, sink: out.sink };
    await writeDataset(target, simulatedSamples(experiment, content, parts), (done, total) => {
      print(`simulated ${done} of ${total} samples`, done === total);
      return stopped.check(`after ${done} of ${total} samples`);
    });
    const { size } = out.sink;
    out.finish();
    const { link, times, parameters, medium } = content;
    return {
      file,
      layout: layout.id,
      bytes: size,
      samples: Object.fromEntries(parts.map(({ set, count }) => [set, count])),
      link,
      times,
      parameters: parameters.map(({ key, title, unit, low, high }) => ({
        key,
        title,
        unit,
        low,
        high,
      })),
      medium,
      milliseconds: performance.now() - started,
    };
  } catch (error) {
    out.abandon();
    throw error;
  } finally {
    stopped.dispose();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Whether the user or the system wants an end. */
class StopSignal {
  private stopped = false;
  private readonly stop = () => {
    this.stopped = true;
  };

  constructor(private readonly signals: EventEmitter) {
    for (const signal of SIGNALS) signals.on(signal, this.stop);
  }

  /** Lets signals come through; throws if one has. */
  async check(when: string): Promise<void> {
    await setImmediate();
    if (this.stopped) throw new Error(`Stopped ${when}: nothing was written.`);
  }

  dispose(): void {
    for (const signal of SIGNALS) this.signals.off(signal, this.stop);
  }
}
