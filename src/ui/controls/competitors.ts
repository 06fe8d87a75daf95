/** What a network may be compared with: networks that one click adds. */
import {
  asClassical,
  idsOf,
  isCompressed,
  specOf,
  type NetworkId,
  type NetworkSpec,
} from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';

export type CompetitorId = 'classical' | 'narrow' | 'narrow-convolutions' | 'after';

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
    help: 'Dense kernels with so few channels that the network has as many parameters in all. Shows whether the format is better than simply a smaller network.',
  },
  {
    id: 'narrow-convolutions',
    label: 'Narrow convolutions',
    help: 'Dense kernels with so few channels that the convolutions have as many parameters; the dense layers stay as they are. Shows whether the format is better than narrower convolutions.',
  },
  {
    id: 'after',
    label: 'After training',
    help: 'A classical network is trained, its kernels are decomposed into this format and rank, and the result is fine-tuned. Shows whether it pays to choose the format before training.',
  },
];

/** What a network is compared with, at automatic learning rates: a rate chosen for one format may not suit another. */
export function competitorOf(
  experiment: Experiment,
  id: NetworkId,
  kind: CompetitorId,
): NetworkSpec {
  const own = specOf(experiment, id);
  const shared: NetworkSpec = { ...own, width: 'full', like: 'auto', rate: 'auto' };
  if (kind === 'after') return { ...shared, route: 'after' };
  const classical = asClassical(shared);
  switch (kind) {
    case 'classical':
      return classical;
    case 'narrow':
      return { ...classical, width: 'matched', like: id };
    case 'narrow-convolutions':
      return { ...classical, width: 'matched-convolutions', like: id };
    default:
      return kind satisfies never;
  }
}

/** What makes a network what it is, apart from how it is trained and, without a rank, from that. */
const identity = ({ format, rank, layers, width, like, route }: NetworkSpec): string =>
  JSON.stringify([
    isCompressed({ format, layers }) ? [format, rank, layers] : 'classical',
    width,
    width === 'full' ? '' : like,
    route,
  ]);

/** The network that is this competitor already, if any, whatever its learning rate. */
export function presentCompetitor(
  experiment: Experiment,
  id: NetworkId,
  kind: CompetitorId,
): NetworkId | undefined {
  const wanted = identity(competitorOf(experiment, id, kind));
  return idsOf(experiment).find(
    (other) => other !== id && identity(specOf(experiment, other)) === wanted,
  );
}
