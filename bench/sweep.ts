/** Many networks and a few contestants within an allowance of time: what would take too long is left out. */
import { SOFTWARE } from 'slimwave-kernels/webgpu/software';
import type { Allowance } from './allowance.ts';
import {
  NO_TIME,
  race,
  SHORTEST_MS,
  type Contestant,
  type Result,
} from './contestants/contestant.ts';
import type { Mode } from './contestants/protocol.ts';
import type { Work } from './work.ts';

const ROUNDS = 2;
const BUDGET_MS = 150;
/** Steps that a measurement makes at least: its warm-up and one a round. */
const STEPS = 3 + ROUNDS;
/** No contestant may need longer than that for one network. */
const CELL_MS = 8000;

export interface Size {
  grid: number;
  channels: number;
}

/** On a software adapter the smallest first: larger ones would take all the time. */
export const sizesFor = (adapter: string, sizes: readonly Size[]): readonly Size[] =>
  SOFTWARE.test(adapter)
    ? sizes.toSorted((a, b) => a.grid * a.channels - b.grid * b.channels)
    : sizes;

export interface SweepEntry {
  contestant: Contestant;
  work: Work;
  /** Multiply-accumulates of a forecast, by which times are estimated beforehand. */
  macs: number;
}

/** Contestants that failed so often are not asked again: each time may cost the whole limit. */
const CHANCES = 2;

/** What is known of a contestant. */
interface Known {
  /** The latest milliseconds of a step for each multiply-accumulate. */
  train: number;
  predict: number;
  failures: number;
}

/** Races within an allowance. */
export class Sweep {
  private readonly known = new Map<Contestant, Known>();

  constructor(private readonly allowance: Allowance) {}

  get timeIsUp(): boolean {
    return this.allowance.left < SHORTEST_MS;
  }

  /** As `race`; contestants for which it would take too long by their latest rate have an error that says so. */
  async race(entries: readonly SweepEntry[], mode: Mode): Promise<Result[]> {
    const limit = Math.min(CELL_MS, this.allowance.left);
    const expected = entries.map(
      ({ contestant, macs }) => STEPS * macs * this.knownOf(contestant)[mode],
    );
    const runs = entries.filter(
      ({ contestant }, i) => expected[i] <= limit && this.knownOf(contestant).failures < CHANCES,
    );
    const limitMs = this.allowance.left;
    const options = { rounds: ROUNDS, budgetMs: BUDGET_MS, answerMs: 3 * CELL_MS, limitMs };
    const results = runs.length > 0 ? await race(runs, mode, options) : [];
    runs.forEach((entry, i) => this.learn(entry, mode, results[i]));
    return entries.map((entry, i) => {
      const at = runs.indexOf(entry);
      if (at >= 0) return results[at];
      if (expected[i] <= limit) return { error: 'left out: it had failed before' };
      if (expected[i] <= CELL_MS) return { error: NO_TIME };
      return { error: `left out: about ${Math.ceil(expected[i] / 1000)} s` };
    });
  }

  private knownOf(contestant: Contestant): Known {
    const known = this.known.get(contestant) ?? { train: 0, predict: 0, failures: 0 };
    this.known.set(contestant, known);
    return known;
  }

  private learn({ contestant, macs }: SweepEntry, mode: Mode, result: Result): void {
    const known = this.knownOf(contestant);
    if (!('error' in result)) known[mode] = result.least / macs;
    else if (result.error !== NO_TIME) known.failures++;
  }
}
