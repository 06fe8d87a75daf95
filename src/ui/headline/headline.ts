/**
 * What the comparison of the networks comes to, in words that a student reads. Pure: from counts, errors and seeds to
 * sentences, so that a test can go through all that may happen.
 */
import type { NetworkId } from '../../engine/experiment/network.ts';
import type { PairedDifference } from '../../engine/repeats.ts';
import { judgeOne, judgeSeeds, type Judgement } from './judge.ts';
import { excessText, factorText, shareText, sizeOf, type Size } from './words.ts';

/** What is known of how well a network does its job. */
export type Outcome =
  | { kind: 'unknown' }
  | { kind: 'failed' }
  | { kind: 'diverged' }
  /** No test sample has anything to be compared with. */
  | { kind: 'silent' }
  /** Relative L2 error over the test samples, of one training. */
  | { kind: 'error'; error: number }
  /** Of several seeds: how it differs from the reference, which has the mean error `reference` over the same seeds. */
  | { kind: 'seeds'; paired: PairedDifference; reference: number };

export interface Contestant {
  id: NetworkId;
  /** Stored parameters of all layers. */
  parameters: number;
  outcome: Outcome;
}

export interface Contest {
  reference: NetworkId;
  /** All networks in order, with the reference. */
  networks: readonly Contestant[];
}

export interface Headline {
  text: string;
  /** Of the other networks, a sentence each. */
  others: readonly string[];
  /** Judgements behind the sentences, in their order; none of what is not known. */
  judgements: readonly Judgement[];
}

const nameOf = ({ id }: { id: NetworkId }): string => id.toUpperCase();

/** A network beside the reference. */
interface Pair {
  own: Contestant;
  base: Contestant;
  size: Size;
  /** Such as `about a third of the parameters`. */
  parameters: string;
  seeds: number;
}

/** How many parameters it has: as many as a network that is named already, or a share of those of the reference. */
function parametersText(own: Contestant, base: Contestant, named: readonly Contestant[]): string {
  const ratio = own.parameters / base.parameters;
  const size = sizeOf(ratio);
  if (own.parameters === base.parameters) return 'exactly as many parameters';
  if (size === 'same') return 'about as many parameters';
  const twin = named.find((one) => sizeOf(own.parameters / one.parameters) === 'same');
  if (twin) return `as ${size === 'smaller' ? 'few' : 'many'} parameters as ${nameOf(twin)}`;
  return `${shareText(ratio)} the parameters`;
}

const tells = (seeds: number): string => (seeds > 1 ? `${seeds} seeds` : 'one seed');

/** Errors that differ by more are about the same at most. */
const CLOSE = 0.05;

/** The same job, or as far as that can be told. */
function sameText({ own, base, size, parameters, seeds }: Pair, judgement: Judgement) {
  const { kind, degree, factor } = judgement;
  const about = Math.abs(factor - 1) > CLOSE ? 'about ' : '';
  const job = kind === 'equal' ? 'has exactly the error of' : `does ${about}the same job as`;
  const link = size === 'larger' ? 'but needs' : 'with';
  const limit = degree === 'open' ? `, as far as ${tells(seeds)} can tell` : '';
  return `${nameOf(own)} ${job} ${nameOf(base)} ${link} ${parameters}${limit}.`;
}

/** A difference that may be chance: no number says how large it is. */
const openText = ({ own, base, parameters, seeds }: Pair, { kind }: Judgement): string =>
  `${nameOf(own)} looks ${kind} than ${nameOf(base)}, with ${parameters}; ${tells(seeds)} can’t tell for sure.`;

/** Being smaller and being better are both good; what speaks against what is set apart by a “but”. */
const stands: Readonly<Record<Size, Readonly<Record<'better' | 'worse', string>>>> = {
  smaller: { better: 'smaller and', worse: 'smaller but' },
  same: { better: '', worse: '' },
  larger: { better: 'larger but', worse: 'larger and' },
};

function differentText({ own, base, size, parameters }: Pair, { kind, degree, factor }: Judgement) {
  if (kind !== 'better' && kind !== 'worse') return '';
  const slightly = degree === 'slight' ? 'slightly ' : '';
  const amount =
    degree === 'slight'
      ? excessText(factor)
      : Number.isFinite(factor) && factorText(factor, nameOf(base));
  const facts = [parameters, amount].filter(Boolean).join(', ');
  return `${nameOf(own)} is ${`${stands[size][kind]} ${slightly}${kind}`.trim()} than ${nameOf(base)}: ${facts}.`;
}

/** Nearly as good and smaller: that is what one looks for. */
const nearlyText = ({ own, base, parameters }: Pair, { factor }: Judgement): string =>
  `${nameOf(own)} does almost the same job as ${nameOf(base)} with ${parameters}: ${excessText(factor)}.`;

function judgedText(pair: Pair, judgement: Judgement): string {
  const { kind, degree } = judgement;
  if (kind === 'equal' || kind === 'same') return sameText(pair, judgement);
  if (degree === 'open') return openText(pair, judgement);
  if (degree === 'slight' && kind === 'worse' && pair.size === 'smaller')
    return nearlyText(pair, judgement);
  return differentText(pair, judgement);
}

const questions: Readonly<Record<Size, string>> = {
  smaller: 'Does it do the same job?',
  same: 'Which of them does the better job?',
  larger: 'Does it do a better job?',
};

const questionText = ({ own, base, size, parameters }: Pair): string =>
  `${nameOf(own)} has ${parameters}${/ as [A-D]$/.test(parameters) ? '' : ` ${size === 'same' ? 'as' : 'of'} ${nameOf(base)}`}. ${questions[size]}`;

/** A network that sometimes diverges does no job, however good it is otherwise. */
function unreliableText({ own, parameters }: Pair, { failed, seeds }: PairedDifference): string {
  return `${nameOf(own)}, with ${parameters}, is unreliable: it diverged in ${failed} of ${seeds} seeds.`;
}

/** Of one network beside the reference, which has an outcome to be compared with. */
function sentenceOf(pair: Pair): { text: string; judgement?: Judgement } {
  const { own, base } = pair;
  const { outcome } = own;
  switch (outcome.kind) {
    case 'unknown':
      return { text: questionText(pair) };
    case 'failed':
      return { text: `${nameOf(own)} failed, so there is nothing to compare.` };
    case 'diverged':
      return { text: `${nameOf(own)} diverged: it forecasts nothing.` };
    case 'silent':
      return {
        text: `${nameOf(own)} has no error: the truth is almost silent in all test samples.`,
      };
    case 'error': {
      if (base.outcome.kind !== 'error') return { text: questionText(pair) };
      const judgement = judgeOne(outcome.error, base.outcome.error);
      return { text: judgedText(pair, judgement), judgement };
    }
    case 'seeds': {
      const { paired, reference } = outcome;
      if (paired.failed > 0) return { text: unreliableText(pair, paired) };
      if (paired.count === 0)
        return {
          text: `There is no seed in which both ${nameOf(own)} and ${nameOf(base)} finished.`,
        };
      const judgement =
        paired.count === 1
          ? judgeOne(reference + paired.mean, reference)
          : judgeSeeds(paired, reference);
      return { text: judgedText(pair, judgement), judgement };
    }
    default:
      return outcome satisfies never;
  }
}

/** A single network, which has nothing to be compared with. */
function aloneText(only: Contestant): string {
  const name = nameOf(only);
  const { kind } = only.outcome;
  if (kind === 'failed') return `${name} failed. It is the only network.`;
  if (kind === 'diverged') return `${name} diverged: it forecasts nothing.`;
  return `${name} is alone. Add another network to compare it with.`;
}

/** Why nothing can be compared with the reference, whatever the others do. */
function baseless(base: Contestant): string | undefined {
  const { kind } = base.outcome;
  if (kind === 'failed' || kind === 'diverged')
    return `${nameOf(base)} ${kind}, so there is nothing to compare the others with.`;
  return kind === 'silent'
    ? 'The truth is almost silent in all test samples, so there are no errors to compare.'
    : undefined;
}

/** The headline: a sentence about the first network beside the reference, and one about each of the others. */
export function headlineOf({ reference, networks }: Contest): Headline {
  const base = networks.find(({ id }) => id === reference)!;
  const rivals = networks.filter((one) => one !== base);
  const nothing = { others: [], judgements: [] };
  if (rivals.length === 0) return { text: aloneText(base), ...nothing };
  const problem = baseless(base);
  if (problem !== undefined) return { text: problem, ...nothing };
  const sentences = rivals.map((own, i) => {
    const { outcome } = own;
    return sentenceOf({
      own,
      base,
      size: sizeOf(own.parameters / base.parameters),
      parameters: parametersText(own, base, rivals.slice(0, i)),
      seeds: outcome.kind === 'seeds' ? outcome.paired.count : 1,
    });
  });
  const [{ text }, ...others] = sentences;
  return {
    text,
    others: others.map((one) => one.text),
    judgements: sentences.flatMap(({ judgement }) => (judgement ? [judgement] : [])),
  };
}
