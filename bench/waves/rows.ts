/** `npm run bench -- waves`: how long codes take for the default scene's frames with an error of 1 % at most. */
import { LANES } from 'slimwave-waves/kernel';
import { messageOf } from '../contestants/protocol.ts';
import { milliseconds, ratio, type Row } from '../table.ts';
import { run, type Run } from './ours.ts';
import { csrLeapfrog, finiteDifferences } from './peers.ts';
import { difference, problems, type Discretisation, type Problem } from './scene.ts';

const TOLERANCE = 0.01;
/** The truth. Sides that absorb are the same for all codes. */
const REFERENCE: Discretisation = { cells: 16, order: 8, layer: 0.75 };
const ROUNDS = 7;

interface Contestant {
  name: string;
  /** Sizes to try, ascending: the first that is good enough counts. */
  sizes: readonly number[];
  run(problem: Problem, cells: number, repeats?: number): Run;
  /** Samples that a run makes. */
  samples?: number;
  /** Repeats by itself, in a process of its own. */
  apart?: boolean;
}

const range = (first: number, last: number, step: number): number[] =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, k) => first + k * step);

const elements = (order: number) => (order === 1 ? 'triangles of order 1' : `order ${order}`);
const sizesOf = (order: number) =>
  order === 1 ? range(56, 160, 8) : range(3, Math.ceil(60 / order), 1);

const ours = (order: number, lanes: 1 | typeof LANES = 1): Contestant => ({
  name: `engine, ${elements(order)}${lanes > 1 ? ', four samples side by side' : ''}`,
  sizes: sizesOf(order),
  run: (problem, cells) => run(problem, { cells, order }, lanes),
  samples: lanes,
});
const scipy = (order: number): Contestant => ({
  name: `SciPy CSR, ${elements(order)}`,
  sizes: sizesOf(order),
  run: (problem, cells, repeats) => csrLeapfrog(problem, { cells, order }, repeats),
  apart: true,
});
const numpy = (spaceOrder: 2 | 8, timeOrder: 2 | 4, courant = 0.95): Contestant => ({
  name: `NumPy differences, order ${spaceOrder}, in time ${timeOrder}, ${courant} of the largest step`,
  sizes: range(16, 128, 8),
  run: (problem, cells, repeats) =>
    finiteDifferences(problem, { cells, spaceOrder, timeOrder, courant }, repeats),
  apart: true,
});

const today = ours(1);
const contestants: readonly Contestant[] = [
  today,
  ours(1, LANES),
  ...[2, 3, 4, 5, 6, 7, 8].flatMap((order) => [ours(order), ours(order, LANES)]),
  ...[1, 2, 4, 6, 8].map(scipy),
  numpy(2, 2),
  numpy(8, 2),
  numpy(8, 2, 0.6),
  numpy(8, 4),
];

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

interface Entry {
  contestant: Contestant;
  cells: number;
  error: number;
  last: Run;
  setup: number;
  stepping: number;
}

/** The coarsest grid that is good enough, or a sentence. */
function enter(contestant: Contestant, problem: Problem, truth: Run['frames']): Entry | string {
  try {
    let error = Infinity;
    for (const cells of contestant.sizes) {
      const last = contestant.run(problem, cells);
      error = difference(last.frames, truth);
      if (error <= TOLERANCE)
        return { contestant, cells, error, last, setup: Infinity, stepping: Infinity };
    }
    return `not within 1 %: ${percent(error)} off on ${contestant.sizes.at(-1)}² cells`;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function time(entry: Entry, problem: Problem, repeats: number): void {
  const { setup, stepping } = entry.contestant.run(problem, entry.cells, repeats);
  entry.setup = Math.min(entry.setup, setup);
  entry.stepping = Math.min(entry.stepping, stepping);
}

function rowOf({ contestant, cells, error, last, setup, stepping }: Entry, first?: Entry): Row {
  const { samples = 1 } = contestant;
  const each = stepping / samples;
  const rate = (last.unknowns * last.steps) / each / 1000;
  const against = first && first.stepping / each;
  return {
    what: `${contestant.name}: ${cells}² cells, ${last.unknowns} unknowns, ${last.steps} steps`,
    value: `${milliseconds(each)} a sample${against ? `, ${ratio(against)} × as fast as today` : ''}; set up ${milliseconds(setup)}, with it ${milliseconds(setup + stepping)}; ${rate.toFixed(0)} M unknowns/s; error ${percent(error)}`,
  };
}

export function* wavesRows(): Generator<Row> {
  for (const problem of problems) {
    const truth = run(problem, REFERENCE).frames;
    const { cells } = REFERENCE;
    const near = difference(run(problem, { ...REFERENCE, cells: (3 * cells) / 4 }).frames, truth);
    yield {
      what: `${problem.title}: order 8 on ${cells}² cells is the truth; on ${(3 * cells) / 4}² it is apart by`,
      value: near.toExponential(1),
      aim: '≤ 1e-4',
    };
    // What Python runs has no layers.
    const here = contestants.filter(({ apart }) => !apart || problem.sides === 'absorbing');
    const entries = here.map((contestant) => ({
      contestant,
      entry: enter(contestant, problem, truth),
    }));
    const timed = entries.flatMap(({ entry }) => (typeof entry === 'string' ? [] : [entry]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const entry of timed) {
        if (!entry.contestant.apart) time(entry, problem, 1);
        else if (round === 0) time(entry, problem, ROUNDS);
      }
    }
    const first = timed.find(({ contestant }) => contestant === today);
    for (const { contestant, entry } of entries) {
      yield typeof entry === 'string'
        ? { what: contestant.name, value: entry }
        : rowOf(entry, first);
    }
  }
}
