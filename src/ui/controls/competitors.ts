/** What network B may be compared with: settings of network A, one click each. */
import type { Experiment } from '../../engine/experiment/schema.ts';
import { requireLeaf, textOf } from './leaf.ts';
import { specOf } from '../../engine/experiment/network.ts';

export type CompetitorId = 'classical' | 'narrow' | 'after';

export interface Competitor {
  id: CompetitorId;
  label: string;
  /** What it is and what it tests. */
  help: string;
}

export const competitors: readonly Competitor[] = [
  {
    id: 'classical',
    label: 'Classical',
    help: 'The same architecture with dense kernels. Shows what the compression costs in accuracy.',
  },
  {
    id: 'narrow',
    label: 'Narrow classical',
    help: 'Dense kernels with so few channels that the network has as many parameters as B. Shows whether the format is better than simply a smaller network.',
  },
  {
    id: 'after',
    label: 'After training',
    help: 'A classical network is trained, its kernels are decomposed into B’s format and rank, and the result is fine-tuned. Shows whether it pays to choose the format before training.',
  },
];

const copied = ['format', 'rank', 'layers', 'execution'] as const;

/** The fields of network A that make it a competitor of B, as texts; B itself stays unless it is matched to A. */
export function competitorTexts(
  id: CompetitorId,
  experiment: Experiment,
): Readonly<Record<string, string>> {
  const ofB = (name: string) => textOf(experiment, requireLeaf(`b.${name}`));
  const own: Record<string, string> =
    id === 'after'
      ? Object.fromEntries(copied.map((name) => [`a.${name}`, ofB(name)]))
      : { 'a.format': 'classical', 'a.layers': '', 'a.execution': 'usual' };
  return {
    ...own,
    'a.width': id === 'narrow' ? 'matched' : 'full',
    'a.route': id === 'after' ? 'after' : 'before',
    // Only one of the two can be matched to the other.
    ...(id === 'narrow' && specOf(experiment, 'b').width !== 'full' ? { 'b.width': 'full' } : {}),
  };
}

/** The one that network A is now, whatever its learning rate. */
export const activeCompetitor = (experiment: Experiment): CompetitorId | undefined =>
  competitors.find(({ id }) =>
    Object.entries(competitorTexts(id, experiment)).every(
      ([key, text]) => textOf(experiment, requireLeaf(key)) === text,
    ),
  )?.id;
