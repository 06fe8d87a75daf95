/** The spectra of the network that decides, beside the ranks of a network that is compared with it. */
import type { NetworkId } from '../../engine/experiment/network.ts';
import type { RankMeaning } from 'slimwave-formats/format';
import { findFormat } from 'slimwave-formats/registry';
import { energyKept, rankFor } from '../../engine/inspection/energy.ts';
import type { LayerInspection } from '../../engine/inspection/inspect.ts';
import type { LayerPlan } from '../../engine/nets/layerPlan.ts';
import type { NetworkPlan } from '../../engine/nets/plan.ts';

/** The energy that counts as nearly all. */
export const SHARE = 0.99;

export interface SpectrumSource {
  id: NetworkId;
  other: NetworkId;
  /** The networks that it may be shown beside: those with ranks. */
  choices: readonly NetworkId[];
  /** Whether the network's kernels were trained in full; otherwise they are rebuilt from its factors. */
  trainedInFull: boolean;
}

/**
 * A classical network if there is one, otherwise the first; beside the compressed one that is wanted, otherwise the
 * first compressed one, or the next to it. A single network is shown beside itself.
 */
export function spectrumSource(
  plans: ReadonlyMap<NetworkId, Pick<NetworkPlan, 'format'>>,
  wanted?: NetworkId,
): SpectrumSource {
  const isClassical = ([, { format }]: readonly [NetworkId, Pick<NetworkPlan, 'format'>]) =>
    format === 'classical';
  const all = [...plans];
  const source = all.find(isClassical) ?? all[0];
  const others = all.filter((one) => one !== source);
  const choices = others.filter((one) => !isClassical(one)).map(([id]) => id);
  const [next] = others[0] ?? source;
  const other = choices.find((id) => id === wanted) ?? choices[0] ?? next;
  return { id: source[0], other, choices, trainedInFull: isClassical(source) };
}

export interface SpectrumRow {
  name: string;
  meaning: RankMeaning;
  /** Singular values, descending; undefined until they are known. */
  values?: Float32Array;
  /** The other network's rank in this layer, where it cuts these values. */
  rank?: number;
  /** Share of Σσ² that this rank keeps. */
  kept?: number;
  /** The rank that keeps `SHARE`. */
  enough?: number;
}

const sameShape = (a: LayerPlan, b: LayerPlan): boolean =>
  a.shape.inputs === b.shape.inputs &&
  a.shape.outputs === b.shape.outputs &&
  a.shape.size.join() === b.shape.size.join();

/** One row per convolution; `found[i]` belongs to `own[i]`, a layer of the source, and `others[i]` of the other one. */
export function spectrumRows(
  own: readonly LayerPlan[],
  others: readonly LayerPlan[],
  found: readonly (LayerInspection | undefined)[],
): SpectrumRow[] {
  return own.map((plan, i) => {
    const other = others[i];
    const meaning = findFormat(other.format).rankMeaning(plan.shape.size.length);
    const values = found[i]?.spectra[meaning.spectrum];
    if (!values) return { name: plan.name, meaning };
    const enough = rankFor(values, SHARE);
    if (meaning.kept === 'none' || !sameShape(plan, other)) {
      return { name: plan.name, meaning, values, enough };
    }
    const rank = Math.min(other.rank, values.length);
    return { name: plan.name, meaning, values, enough, rank, kept: energyKept(values, rank) };
  });
}
