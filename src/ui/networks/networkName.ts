/** How a network is called, everywhere: by its format and budget, and by what sets it apart. */
import { formatFieldValue } from '../../engine/experiment/fields.ts';
import { leaves } from '../../engine/experiment/leaves.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import {
  type NetworkId,
  type NetworkSpec,
  specOf,
  isLoaded,
  modelFor,
} from '../../engine/experiment/network.ts';
import { findFormat, formatLabels } from 'slimwave-formats/registry';

export interface Named extends Pick<NetworkSpec, 'format' | 'width' | 'route'> {
  /** As the settings say it, such as `4` or `50%`; empty for formats without a rank. */
  rank: string;
  /** Whether some layers have their own format or rank. */
  singleLayers: boolean;
  /** Of a network whose channels are matched: the name of the one whose parameters it has. */
  control?: string;
  /** Of a network that begins with trained weights from a file: what becomes of them. */
  loaded?: NetworkSpec['loaded'];
}

/** How a network is called that has as many parameters as another one: in all, or in its convolutions. */
const matchings = {
  matched: { narrow: 'Narrow classical', large: 'as large as', alone: 'matched channels' },
  'matched-convolutions': {
    narrow: 'Narrow convolutions',
    large: 'convolutions as large as',
    alone: 'matched convolutions',
  },
} as const;

/** Such as `Kernel CP, 25%`, `Narrow classical as Kernel CP, 25%` or `Narrow convolutions as Kernel CP, 25%`. */
export function nameOf(named: Named): string {
  const { format, rank, width, route, singleLayers, control, loaded } = named;
  const matched = width === 'full' ? undefined : matchings[width];
  const narrow = format === 'classical' ? matched?.narrow : undefined;
  const name = narrow ?? (format === 'classical' ? 'Classical' : formatLabels[format]);
  const parts = [
    narrow && control ? `${name} as ${control}` : name,
    rank && (rank.endsWith('%') ? rank : `rank ${rank}`),
    matched && !narrow && (control ? `${matched.large} ${control}` : matched.alone),
    route === 'after' && 'after training',
    singleLayers && 'single layers',
    loaded && (loaded === 'keep' ? 'trained weights' : 'from trained weights'),
  ];
  return parts.filter(Boolean).join(', ');
}

export const usesRank = ({ format, layers }: Pick<NetworkSpec, 'format' | 'layers'>): boolean =>
  findFormat(format).ranked || layers.length > 0;

const rankField = leaves.find(({ key }) => key === 'b.rank')!.field;

export const rankText = (spec: Pick<NetworkSpec, 'format' | 'layers' | 'rank'>): string =>
  usesRank(spec) ? formatFieldValue(rankField, spec.rank) : '';

const partsOf = (spec: NetworkSpec): Named => ({
  format: spec.format,
  rank: rankText(spec),
  width: spec.width,
  route: spec.route,
  singleLayers: spec.layers.length > 0,
  ...(isLoaded(spec) && { loaded: spec.loaded }),
});

/** What a network of an experiment is named by. */
export function namedOf(experiment: Experiment, id: NetworkId): Named {
  const parts = partsOf(specOf(experiment, id));
  if (parts.width === 'full') return parts;
  const like = modelFor(experiment, id);
  const model = like && partsOf(specOf(experiment, like));
  return { ...parts, control: model && nameOf({ ...model, width: 'full' }) };
}

/** The name of a network of an experiment: of a run, of its networks, whatever the settings say by now. */
export const networkName = (experiment: Experiment, id: NetworkId): string =>
  nameOf(namedOf(experiment, id));
