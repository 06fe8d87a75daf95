/** What `npm run bench -- …` was asked for. */

export const partNames = [
  'fem',
  'waves',
  'batch',
  'engine',
  'load',
  'page',
  'phone',
  'webgpu',
  'gpu-counts',
  'peers',
  'presets',
  'compression',
  'step',
  'threads',
  'four',
  'memory',
  'growth',
  'checks',
  'crossover',
  'widths',
  'soak',
  'slurm',
  'exports',
] as const;
export type PartName = (typeof partNames)[number];

/** Only where they are named: they take many minutes, or need what few machines have. */
const ON_DEMAND: readonly PartName[] = [
  'waves',
  'batch',
  'presets',
  'checks',
  'crossover',
  'widths',
  'soak',
  'slurm',
  'exports',
];

export interface BenchArguments {
  /** In the order of `partNames`. */
  parts: readonly PartName[];
  /** Write the tables and plots to bench/results. */
  save: boolean;
  /** Another build of the page (a folder): its first load is measured in turn with this one's. */
  against?: string;
  /** Of the part `compression` only the cells that these words name; see its `cells.ts`. Of `exports` only these presets and formats, of `batch` only these presets. */
  only: readonly string[];
}

const AGAINST = '--against=';
const ONLY = '--only=';

const isPart = (word: string): word is PartName => partNames.some((name) => name === word);

/** Throws a sentence if a word is neither a part nor an option. */
export function parseArguments(words: readonly string[]): BenchArguments {
  const against = words.find((word) => word.startsWith(AGAINST))?.slice(AGAINST.length);
  const only = words.find((word) => word.startsWith(ONLY))?.slice(ONLY.length);
  const isOption = (word: string) =>
    word === '--save' || [AGAINST, ONLY].some((option) => word.startsWith(option));
  const names = words.filter((word) => !isOption(word));
  const unknown = names.find((name) => !isPart(name));
  if (unknown !== undefined) {
    throw new Error(
      `There is no benchmark “${unknown}”; use ${partNames.join(', ')}, or none for all but ${ON_DEMAND.join(', ')}; --save keeps the results, pack and unpack measure another machine, ${AGAINST}FOLDER compares the first load of another build, ${ONLY}layer-cp,32,3 measures only these cells of compression.`,
    );
  }
  const parts = partNames.filter((name) =>
    names.length === 0 ? !ON_DEMAND.includes(name) : names.includes(name),
  );
  return {
    parts,
    save: words.includes('--save'),
    ...(against && { against }),
    only: only?.split(',') ?? [],
  };
}
