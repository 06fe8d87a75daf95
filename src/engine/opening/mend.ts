/** Making settings fit together by putting some of them back. */
import { findLeaf, getValue, withValue } from '../experiment/leaves.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import { judgements, type Judgement } from './validate.ts';
import { networkIds } from '../experiment/network.ts';

export interface Mended {
  experiment: Experiment;
  /** The settings that were put back, in this order. */
  reverted: readonly string[];
  /** What was wrong before, and what came to light on the way. */
  messages: readonly string[];
}

interface Verdict {
  judge: Judgement;
  issues: readonly Issue[];
  /** Keys of the settings it was made from; no other one can change it. */
  reads: ReadonlySet<string>;
}

/** The settings that are read with a property of the list of networks. */
const keyInList = (name: string): string =>
  name === 'length' ? 'networks' : (networkIds[Number(name)] ?? name);

/** An experiment that notes which of its settings are read. */
function watched(experiment: Experiment, reads: Set<string>): Experiment {
  const watch = (node: object, prefix: string): object =>
    new Proxy(node, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof name !== 'string') return value;
        // In the list of networks, their number and each one by its letter.
        const isList = prefix === 'networks.';
        const key = isList ? keyInList(name) : prefix + name;
        // The list itself is not a setting, only its length is.
        if (findLeaf(key) && value !== experiment.networks) reads.add(key);
        else if (typeof value === 'object' && value !== null) return watch(value, `${key}.`);
        return value;
      },
    });
  return watch(experiment, '') as Experiment;
}

function verdictOf(judge: Judgement, experiment: Experiment): Verdict {
  const reads = new Set<string>();
  return { judge, issues: judge(watched(experiment, reads)), reads };
}

/** Experiments that are looked at one setting apart, all in all, before whole groups go back. */
const MAX_TRIES = 24;

/**
 * Puts settings named by `keys` back to the values of `base`, which must be valid, until nothing is wrong. First
 * one after the other, those that mend most, as long as the tries last; then all that the rules which are still
 * broken look at.
 */
export function mend(experiment: Experiment, base: Experiment, keys: readonly string[]): Mended {
  let current = experiment;
  let verdicts = judgements.map((judge) => verdictOf(judge, current));
  let tries = MAX_TRIES;
  const reverted: string[] = [];
  // Some conflicts show only once another one is mended.
  const messages = new Set<string>();
  const putBack = (from: Experiment, key: string) => withValue(from, key, getValue(base, key));
  for (;;) {
    const broken = verdicts.filter(({ issues }) => issues.length > 0);
    if (broken.length === 0) return { experiment: current, reverted, messages: [...messages] };
    for (const { issues } of broken) for (const { message } of issues) messages.add(message);
    const named = new Set(broken.flatMap(({ issues }) => issues.map(({ key }) => key)));
    // Of equals the first one goes: rather a setting that a rule complains about than another it reads.
    const options = keys
      .filter((key) => !reverted.includes(key) && broken.some(({ reads }) => reads.has(key)))
      .toSorted((key, next) => Number(named.has(next)) - Number(named.has(key)));
    if (options.length === 0) throw new Error('The settings to go back to are not valid.');
    tries -= options.length;
    const chosen =
      tries < 0 ? options : [bestOf(options, verdicts, (key) => putBack(current, key))];
    current = chosen.reduce(putBack, current);
    reverted.push(...chosen);
    verdicts = verdicts.map((verdict) =>
      chosen.some((key) => verdict.reads.has(key)) ? verdictOf(verdict.judge, current) : verdict,
    );
  }
}

/** The first of the keys that leaves the fewest issues when it is put back. */
function bestOf(
  keys: readonly string[],
  verdicts: readonly Verdict[],
  without: (key: string) => Experiment,
): string {
  let [best, fewest] = [keys[0], Infinity];
  for (const key of keys) {
    const candidate = without(key);
    const left = verdicts.reduce((count, { judge, issues, reads }) => {
      // More cannot become the best.
      if (count >= fewest) return count;
      return count + (reads.has(key) ? judge(candidate) : issues).length;
    }, 0);
    if (left < fewest) [best, fewest] = [key, left];
    if (fewest === 0) break;
  }
  return best;
}
