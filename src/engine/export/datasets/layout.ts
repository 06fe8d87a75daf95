/** What a layout of data sets is: an arrangement of samples in a file, after that of a public data set. */
import type { SetName } from '../../data/dataset.ts';
import type { ByteSink } from '../../files/byteSink.ts';
import type { DataContent, SampleContent } from './content.ts';
import type { LayoutId } from './layoutNames.ts';

/** Samples of one set in a file. */
export interface Part {
  set: SetName;
  count: number;
}

export interface DatasetWriter {
  /** The next sample: those of the first part in their order, then those of the next. */
  put(sample: SampleContent): void;
  /** Completes the file after the last sample. */
  finish(): void;
  /** Lets go of a file that is not to be completed. */
  abandon(): void;
}

export interface DataLayout {
  id: LayoutId;
  /** Ending of the file, with its dot. */
  ending: string;
  /** The sets that share a file, in the order in which those who read the layout divide it; others have their own. */
  order: readonly SetName[];
  /** Name of a file; some readers find it by that. */
  fileName(set: SetName, content: DataContent): string;
  /** Why these samples have no place in the layout, as a sentence. */
  problem?(content: DataContent): string | undefined;
  open(
    content: DataContent,
    parts: readonly Part[],
    sink: ByteSink,
  ): DatasetWriter | Promise<DatasetWriter>;
}

/** The parts of every file: the sets that are not empty. */
export function filesOf(
  { order }: Pick<DataLayout, 'order'>,
  counts: Readonly<Record<SetName, number>>,
): Part[][] {
  const sets = (Object.keys(counts) as SetName[]).filter((set) => counts[set] > 0);
  const shared = order.filter((set) => sets.includes(set));
  const alone = sets.filter((set) => !order.includes(set));
  return [shared, ...alone.map((set) => [set])]
    .filter((file) => file.length > 0)
    .map((file) => file.map((set) => ({ set, count: counts[set] })));
}

export const samplesIn = (parts: readonly Part[]): number =>
  parts.reduce((total, { count }) => total + count, 0);
