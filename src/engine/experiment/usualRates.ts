/** Learning rates that go with a kind of network, for whoever chooses a kind and no rate. */
import { getValue, type Experiment, type NetworkId } from './schema.ts';

type Kind = Experiment['net']['kind'];

interface Rates {
  classical: number;
  compressed: number;
}

const usual: Readonly<Record<Kind, Rates>> = {
  generator: { classical: 0.012, compressed: 0.035 },
  unet: { classical: 0.003, compressed: 0.006 },
  resnet: { classical: 0.003, compressed: 0.006 },
  propagator: { classical: 0.01, compressed: 0.01 },
};

const usualFor = ({ net, ...networks }: Experiment, id: NetworkId): number => {
  const { format, route } = networks[id];
  // What is compressed after training is trained as a classical network.
  return usual[net.kind][format === 'classical' || route === 'after' ? 'classical' : 'compressed'];
};

/**
 * `after` with rates that go with its kind of network, where this differs from that of `before`: the preset's own if it
 * has this kind, else the usual ones. A rate that somebody chose stays: one that is among the `given` settings, or
 * that differed before from both the preset's and the usual one.
 *
 * Only a choice of the kind changes rates. What a link or a file leaves out is the preset's value, as it always was.
 */
export function withUsualRates(
  before: Experiment,
  after: Experiment,
  preset: Experiment,
  given: Iterable<string> = [],
): Experiment {
  if (before.net.kind === after.net.kind) return after;
  const chosen = new Set(given);
  const rate = (id: NetworkId): number => {
    const key = `${id}.rate`;
    const old = before[id].rate;
    const untouched = [getValue(preset, key), usualFor(before, id)].includes(old);
    if (chosen.has(key) || !untouched || after[id].rate !== old) return after[id].rate;
    return after.net.kind === preset.net.kind ? preset[id].rate : usualFor(after, id);
  };
  return {
    ...after,
    a: { ...after.a, rate: rate('a') },
    b: { ...after.b, rate: rate('b') },
  };
}
