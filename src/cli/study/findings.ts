/** What the runs of a task say beyond their scatter, and what they do not. */
import {
  pairedDifference,
  plusMinus,
  verdict,
  type PairedDifference,
  type Verdict,
} from '../../engine/repeats.ts';
import type { RunResult } from './result.ts';
import { errorsBySeed, groupKey, groupsOf, networkName } from './table.ts';

type Network = Pick<RunResult, 'preset' | 'role' | 'format' | 'keep'>;

export interface Comparison {
  network: Network;
  paired: PairedDifference;
}

/** Comparisons that answer the same question. */
export interface Question {
  title: string;
  comparisons: readonly Comparison[];
}

const isCompressed = ({ role }: Network): boolean =>
  role === 'before training' || role === 'after training';

const narrow =
  (role: RunResult['role']) =>
  ({ preset, role: own, keep }: Network): Network | undefined =>
    own === 'before training' && keep !== undefined
      ? { preset, role, format: 'classical', keep }
      : undefined;

/** Formats come in steps of rank: one that is so little larger than its control still counts as as small. */
const TOLERANCE = 1.05;

interface Comparing {
  title: string;
  /** With which network of the same task a compressed one is compared. */
  rival: (network: Network) => Network | undefined;
  /** Of the two, what must not be larger in the compressed one. */
  size?: 'parameters' | 'convolutionParameters';
}

const questions: readonly Comparing[] = [
  {
    title: 'Against the classical network',
    rival: ({ preset }) => ({ preset, role: 'classical', format: 'classical' }),
  },
  {
    title: 'Against the narrow control, where that has as many parameters in all',
    rival: narrow('narrow control'),
    size: 'parameters',
  },
  {
    title: 'Against the narrow control that has as many parameters in its convolutions',
    rival: narrow('narrow convolutions'),
    size: 'convolutionParameters',
  },
  {
    title: 'Compressed after training, against the same format from the start',
    rival: (network) =>
      network.role === 'after training' ? { ...network, role: 'before training' } : undefined,
  },
];

/** The answers of one task's results; questions that nothing answers are left out. */
export function answers(results: readonly RunResult[]): Question[] {
  const groups = groupsOf(results);
  return questions
    .map(({ title, rival, size }): Question => ({
      title,
      comparisons: [...groups.values()].flatMap((group): Comparison[] => {
        const [network] = group;
        const other = isCompressed(network) ? rival(network) : undefined;
        const against = other && groups.get(groupKey(other));
        if (!against) return [];
        if (size && network[size] > TOLERANCE * against[0][size]) return [];
        const paired = pairedDifference(errorsBySeed(group), errorsBySeed(against));
        return [{ network, paired }];
      }),
    }))
    .filter(({ comparisons }) => comparisons.length > 0);
}

const kinds: readonly (readonly [Verdict['kind'], string])[] = [
  ['better', 'Better beyond the scatter'],
  ['worse', 'Worse beyond the scatter'],
  ['undecided', 'Can’t be told apart'],
  ['too few', 'Not decided, for lack of seeds'],
];

/** A name with the numbers, such as “One-way 25 % (−1.2 ± 0.4, 5 of 5)”. */
function comparisonText({ network, paired }: Comparison): string {
  const { count, wins, failed, mean, halfWidth } = paired;
  const numbers = [
    ...(halfWidth === undefined ? [] : [plusMinus(100 * mean, 100 * halfWidth)]),
    `${wins} of ${count}`,
    ...(failed > 0 ? [`${failed} diverged`] : []),
  ];
  return `${networkName(network)} (${numbers.join(', ')})`;
}

/** A list for every question, with a line for every verdict. */
export function findingsText(results: readonly RunResult[]): string {
  return answers(results)
    .map(({ title, comparisons }) => {
      const lines = kinds.flatMap(([kind, heading]) => {
        const own = comparisons.filter(({ paired }) => verdict(paired).kind === kind);
        return own.length > 0 ? [`- ${heading}: ${own.map(comparisonText).join(', ')}.`] : [];
      });
      return [`${title}:`, '', ...lines].join('\n');
    })
    .join('\n\n');
}
