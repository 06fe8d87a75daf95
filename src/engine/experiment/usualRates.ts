/** Learning rates that go with a kind of network, for whoever chooses a kind and no rate. */
import { hasNetwork, idsOf, isCompressed, specOf, type NetworkId } from './network.ts';
import { getValue } from './leaves.ts';
import type { Experiment } from './schema.ts';

type Kind = Experiment['net']['kind'];

interface Rates {
  classical: number;
  compressed: number;
}

/**
 * Measured with the runner, one seed each, test errors in %, classical / Kernel CP at 30 % (`-`: not measured).
 *
 *                                              0.0015       0.003        0.006        0.012
 *   U-Net, quick                               -            11.4 / -     - / 12.3     96.9 at 0.014
 *   U-Net, quick, 16 x 16, 3 x 3, width 16     24.7 / 36.1  17.2 / 23.4  14.1 / 16.4  11.1 / 13.1
 *   ResNet, the same                           33.5 / 44.6  23.9 / 31.3  16.9 / 22.2  13.5 / 16.4
 *   U-Net, a file of 16 x 16 fields            -            3.2 / 6.0    2.4 / 4.1    2.1 / 2.9
 *   ResNet, the same                           -            5.4 / 9.2    4.2 / 6.4    3.3 / 4.3
 *   Propagator, the same, several layers       -            8.6 / 12.1   6.2 / 9.0    4.6 / 6.8
 *
 * Small deep networks would bear more, but those of the presets' size fail there (a ResNet in quick diverges at 0.014,
 * step 28): what is usual must train everywhere. The generator's and the propagator's rates are those of their presets.
 */
const usual: Readonly<Record<Kind, Rates>> = {
  generator: { classical: 0.012, compressed: 0.035 },
  unet: { classical: 0.003, compressed: 0.006 },
  resnet: { classical: 0.003, compressed: 0.006 },
  propagator: { classical: 0.01, compressed: 0.01 },
};

const usualFor = (experiment: Experiment, id: NetworkId): number => {
  const { format, route } = specOf(experiment, id);
  // What is compressed after training is trained as a classical network.
  const kind = format === 'classical' || route === 'after' ? 'classical' : 'compressed';
  return usual[experiment.net.kind][kind];
};

/**
 * `after` with rates that go with its kind of network, where this differs from that of `before`: the preset's own if it
 * has this kind, else the usual ones. A rate that somebody chose stays: one that is among the `given` settings, or
 * that differed before from both the preset's and the usual one.
 *
 * Only a choice of the kind changes rates, and a network that was added gets one. What a link or a file leaves out is
 * the preset's value, as it always was.
 */
export function withUsualRates(
  before: Experiment,
  after: Experiment,
  preset: Experiment,
  given: Iterable<string> = [],
): Experiment {
  const sameKind = before.net.kind === after.net.kind;
  if (sameKind && after.networks.length <= before.networks.length) return after;
  const chosen = new Set(given);
  const rate = (id: NetworkId): number => {
    const key = `${id}.rate`;
    const { rate: now } = specOf(after, id);
    if (chosen.has(key)) return now;
    if (!hasNetwork(before, id)) {
      return isCompressed(specOf(after, id)) ? usualFor(after, id) : usualRate(after, preset);
    }
    if (sameKind) return now;
    const old = specOf(before, id).rate;
    const untouched = [getValue(preset, key), usualFor(before, id)].includes(old);
    if (!untouched || now !== old) return now;
    return after.net.kind === preset.net.kind && hasNetwork(preset, id)
      ? specOf(preset, id).rate
      : usualFor(after, id);
  };
  const networks = idsOf(after).map((id) => ({ ...specOf(after, id), rate: rate(id) }));
  return { ...after, networks };
}

/** The learning rate of a classical network in this experiment: the preset's, if it has one for this kind of network. */
export const usualRate = (experiment: Experiment, preset: Experiment): number =>
  (experiment.net.kind === preset.net.kind
    ? preset.networks.find(({ format, width }) => format === 'classical' && width === 'full')?.rate
    : undefined) ?? usual[experiment.net.kind].classical;
