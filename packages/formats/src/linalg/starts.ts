/**
 * Alternating least squares from several starts. It ends in one of many local minima, and which one is a matter of
 * the start. The start of the HOSVD runs to its end in any case. Random ones race for the other place: all begin, the
 * better half goes on, and so on, since a start that is behind rarely catches up.
 */
import { advance, type AlsProblem, type AlsRun, startRun, workOfSweep } from './als.ts';
import { singularValues } from './svd.ts';
import { unfold } from './tensor.ts';

/** The one of the HOSVD, and random ones. */
export const MOST_STARTS = 9;

/** Sweeps from one start at most, and the multiply-accumulates that they may take (seconds); but never fewer than these. */
const MOST_SWEEPS = 500;
const WORK = 1e9;
const FEWEST_SWEEPS = 100;

/** Sweeps until the first half of the random starts is given up; after each such round twice as many. */
const FIRST_ROUND = 20;

/** Sweeps that take so much work are done without a pause (about 20 ms). */
const PIECE = 1e7;

/** What more starts could gain at most, relative to the squared error, for them to be left out. */
const ENOUGH = 0.01;

interface Search {
  starts: number;
  /** Sweeps from one start. */
  iterations?: number;
  /** Of the first start, if it is to be random. */
  seed?: number;
}

/** The factors of the best run; yields between pieces of work. */
export function* searchedFactors(
  problem: AlsProblem,
  { starts, iterations, seed }: Search,
): Generator<void, Float64Array[]> {
  const work = workOfSweep(problem.tensor.shape, problem.rank);
  const sweeps =
    iterations ?? Math.round(Math.min(MOST_SWEEPS, Math.max(FEWEST_SWEEPS, WORK / work)));
  const first = startRun(problem, seed);
  yield* continued(problem, first, sweeps, work);
  if (starts === 1 || first.error <= least(problem) * (1 + ENOUGH) + 1e-14) return first.factors;
  // Where sweeps are costly there are many terms, and the starts differ less.
  const others = work * MOST_SWEEPS > WORK ? (starts - 1) / 2 : starts - 1;
  let runs = Array.from({ length: others }, (_, i) => startRun(problem, i + 1));
  let done = 0;
  for (let round = FIRST_ROUND; runs.length > 1; round *= 2) {
    for (const run of runs) yield* continued(problem, run, round, work);
    done += round;
    runs = runs.toSorted(byObjective).slice(0, Math.ceil(runs.length / 2));
  }
  yield* continued(problem, runs[0], Math.max(0, sweeps - done), work);
  // By the error alone: the ridge's part of the objective could make the first start lose although it is nearer.
  return runs[0].error < first.error ? runs[0].factors : first.factors;
}

const byObjective = (one: AlsRun, other: AlsRun): number => one.objective - other.objective;

function* continued(
  problem: AlsProblem,
  run: AlsRun,
  sweeps: number,
  work: number,
): Generator<void, void> {
  const piece = Math.max(1, Math.floor(PIECE / work));
  for (let done = 0; done < sweeps && !run.ended; done += piece) {
    advance(problem, run, Math.min(piece, sweeps - done));
    yield;
  }
}

/**
 * No decomposition has a smaller squared error: each of its unfoldings is a matrix of that rank, and of those none is
 * better than the truncated SVD.
 */
function least({ tensor, rank }: AlsProblem): number {
  const tails = tensor.shape.map((_, mode) => {
    const { rows, columns, data } = unfold(tensor, mode);
    if (rows <= rank || columns <= rank) return 0;
    return singularValues(rows, columns, data)
      .subarray(rank)
      .reduce((total, value) => total + value * value, 0);
  });
  return Math.max(...tails);
}
