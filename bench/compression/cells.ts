/**
 * The cells of the compression tables, format × channels × kernel, each at a quarter of the parameters, and which of
 * them `--only=` names.
 */
import { formatIds, type FormatId } from 'slimwave-formats/registry';
import { stackMacs, stackWork } from '../stack.ts';
import { ratio } from '../table.ts';
import type { StackSource, Work } from '../work.ts';

const CHANNELS = ['16', '32', '64'] as const;
const KERNELS = ['3', '5', '7', '3-way'] as const;
/** What is measured; the last one only where it is named. */
const MEASURES = ['step', 'forecast', 'shares', 'memory', 'pytorch'] as const;
type Measure = (typeof MEASURES)[number];

/** Share of the dense parameters of each layer to keep, as far as the format can. */
const KEEP = 0.25;

/** Networks of one width and kernel, the classical one first. */
export interface Cell {
  name: string;
  batch: number;
  networks: readonly StackSource[];
}

export interface Choice {
  cells: readonly Cell[];
  measures: ReadonlySet<Measure>;
}

function cell(
  channels: (typeof CHANNELS)[number],
  kernel: (typeof KERNELS)[number],
  formats: readonly FormatId[],
): Cell {
  const volume = kernel === '3-way';
  const common = {
    kind: 'stack',
    grid: volume ? 12 : 32,
    ways: volume ? 3 : 2,
    channels: Number(channels),
    kernel: volume ? 3 : Number(kernel),
    budget: { keep: KEEP },
  } as const;
  const k = common.kernel;
  const compressed = formats.filter((format) => format !== 'classical');
  return {
    name: `${channels} channels, ${volume ? `${k}×${k}×${k}` : `${k}×${k}`}`,
    batch: volume ? 4 : 8,
    networks: (['classical', ...compressed] as const).map((format) => ({ ...common, format })),
  };
}

/**
 * The cells that words such as `layer-cp`, `32`, `3` name: a format, channels, a kernel, a measure. Of what no word
 * names, all are meant. Throws a sentence for a word that names nothing.
 */
export function chosen(words: readonly string[]): Choice {
  const all: readonly string[] = [...formatIds, ...CHANNELS, ...KERNELS, ...MEASURES];
  const unknown = words.find((word) => !all.includes(word));
  if (unknown !== undefined) {
    throw new Error(`“${unknown}” names no cell of the table; use ${all.join(', ')}.`);
  }
  const among = <Word extends string>(list: readonly Word[]): Word[] =>
    list.filter((word) => words.includes(word));
  const or = <Word extends string>(named: Word[], others: readonly Word[]): readonly Word[] =>
    named.length > 0 ? named : others;
  const measures = among(MEASURES);
  const usual = MEASURES.filter((measure) => measure !== 'pytorch');
  const wanted = measures.some((measure) => measure !== 'pytorch') ? [] : usual;
  const formats = or(among(formatIds), formatIds);
  return {
    cells: or(among(CHANNELS), CHANNELS).flatMap((channels) =>
      or(among(KERNELS), KERNELS).map((kernel) => cell(channels, kernel, formats)),
    ),
    measures: new Set([...measures, ...wanted]),
  };
}

export const worksOf = ({ networks, batch }: Cell): Work[] =>
  networks.map((source) => stackWork(source, batch));

/** Multiply-accumulates of each network as a share of the first one's, the classical one's. */
export function macShares({ networks, batch }: Cell): number[] {
  const macs = networks.map((source) => stackMacs(source, batch));
  return macs.map((count) => count / macs[0]);
}

/** How far a value is over its aim, to be seen at a glance; empty where it is not. */
export const over = (value: number, aim: number): string =>
  value > aim ? ` ▲ ${ratio(value - aim)} over` : '';
