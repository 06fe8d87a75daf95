/** What the runs of a task say beyond their scatter, and what they do not. */
import {
  pairedDifference,
  plusMinus,
  verdict,
  type PairedDifference,
  type Verdict,
} from '../../engine/repeats.ts';
import type { RunResult } from './result.ts';
import { errorsBySeed, groupKey, groupsOf, networkName, percent } from './table.ts';

type Network = Pick<RunResult, 'preset' | 'role' | 'format' | 'keep'>;

export interface Comparison {
  network: Network;
  /** The network that it is compared with. */
  rival: Network;
  paired: PairedDifference;
}

/** Comparisons that answer the same question. */
export interface Question {
  title: string;
  comparisons: readonly Comparison[];
}

const isCompressed = ({ role }: Network): boolean =>
  role === 'before training' || role === 'after training';

type Groups = ReadonlyMap<string, RunResult[]>;

/** How far a network may be from its control in size, as a fraction: narrow networks come in whole channels. */
const TOLERANCE = 0.1;

type Size = 'parameters' | 'convolutionParameters';

interface Comparing {
  title: string;
  /** With which network of the same task a compressed one is compared. */
  rival: (network: RunResult, groups: Groups) => readonly RunResult[] | undefined;
}

/** The control nearest in size, of whatever budget, if it is near enough: a larger one would win by its size. */
const nearest =
  (role: RunResult['role'], size: Size): Comparing['rival'] =>
  (network, groups) => {
    if (network.role !== 'before training') return undefined;
    const apart = ([one]: readonly RunResult[]) => Math.abs(Math.log(network[size] / one[size]));
    const [control] = [...groups.values()]
      .filter(([one]) => one.role === role && one.preset === network.preset)
      .toSorted((one, other) => apart(one) - apart(other));
    if (!control || Math.abs(network[size] / control[0][size] - 1) > TOLERANCE) return undefined;
    return control;
  };

const questions: readonly Comparing[] = [
  {
    title: 'Against the classical network',
    rival: ({ preset }, groups) =>
      groups.get(groupKey({ preset, role: 'classical', format: 'classical' })),
  },
  {
    title: 'Against the narrow control nearest in all parameters, at most 10 % apart',
    rival: nearest('narrow control', 'parameters'),
  },
  {
    title: 'Against the narrow control nearest in convolution parameters, at most 10 % apart',
    rival: nearest('narrow convolutions', 'convolutionParameters'),
  },
  {
    title: 'Compressed after training, against the same format from the start',
    rival: (network, groups) =>
      network.role === 'after training'
        ? groups.get(groupKey({ ...network, role: 'before training' }))
        : undefined,
  },
];

/** The answers of one task's results; questions that nothing answers are left out. */
export function answers(results: readonly RunResult[]): Question[] {
  const groups = groupsOf(results);
  return questions
    .map(({ title, rival }): Question => ({
      title,
      comparisons: [...groups.values()].flatMap((group): Comparison[] => {
        const [network] = group;
        const against = isCompressed(network) ? rival(network, groups) : undefined;
        if (!against) return [];
        const paired = pairedDifference(errorsBySeed(group), errorsBySeed(against));
        return [{ network, rival: against[0], paired }];
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
function comparisonText({ network, rival, paired }: Comparison): string {
  const { count, wins, failed, mean, halfWidth } = paired;
  const isOther = rival.keep !== undefined && rival.keep !== network.keep;
  const numbers = [
    ...(halfWidth === undefined ? [] : [plusMinus(100 * mean, 100 * halfWidth)]),
    `${wins} of ${count}`,
    ...(failed > 0 ? [`${failed} diverged`] : []),
    ...(isOther ? [`control of ${percent(rival.keep!)}`] : []),
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
