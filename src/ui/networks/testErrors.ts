/** The test errors of the networks in words: of a series, with their scatter and what that decides. */
import { verdict } from '../../engine/repeats.ts';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { differenceOf, scatteringSeeds, scatterOf } from '../../engine/train/series.ts';
import { formatPercent, formatPercentScatter } from '../shared/numbers.ts';
import { useLab } from '../state.ts';

/** Of a run, or before it of the same network trained earlier, such as `6.43 %` or `6.4 ± 0.3 %`; undefined as long as there is none. */
export const useTestError = (id: NetworkId): string | undefined =>
  useLab(({ series, networks }) => {
    const seeds = scatteringSeeds(series);
    if (seeds) {
      const found = scatterOf(seeds, id);
      return found.count > 0 ? formatPercentScatter(found) : undefined;
    }
    const { result, earlier } = networks[id];
    const error = result?.test ?? earlier?.test;
    return error === undefined ? undefined : formatPercent(error);
  });

/** What the seeds say of a network against the reference; undefined of a single run. */
export const useSeedVerdict = (id: NetworkId, reference: NetworkId): string | undefined =>
  useLab(({ series }) => {
    const seeds = scatteringSeeds(series);
    return seeds && verdict(differenceOf(seeds, id, reference)).sentence;
  });
