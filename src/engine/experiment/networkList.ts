/** Adding networks to an experiment and removing them, so that what refers to others still refers to the same ones. */
import {
  idsOf,
  modelFor,
  networkIds,
  specOf,
  type NetworkId,
  type NetworkSpec,
} from './network.ts';

interface Listed {
  networks: readonly NetworkSpec[];
  reference: NetworkId;
}

export const isFull = ({ networks }: Pick<Listed, 'networks'>): boolean =>
  networks.length === networkIds.length;

/** The experiment with one more network at the end. Throws if there is no room. */
export function withNetwork<E extends Listed>(experiment: E, spec: NetworkSpec): E {
  if (isFull(experiment)) throw new Error(`There are ${networkIds.length} networks already.`);
  return { ...experiment, networks: [...experiment.networks, spec] };
}

/**
 * The experiment without a network; those after it move up by one letter. The first one becomes the reference if that
 * was removed, and a network whose channels were matched to the removed one finds another by itself or becomes full.
 * Throws for the only network.
 */
export function withoutNetwork<E extends Listed>(experiment: E, id: NetworkId): E {
  const left = idsOf(experiment).filter((other) => other !== id);
  if (left.length === 0) throw new Error('An experiment has at least one network.');
  const renamed = (old: NetworkId): NetworkId | undefined =>
    old === id ? undefined : networkIds[left.indexOf(old)];
  const networks = left.map((other): NetworkSpec => {
    const spec = specOf(experiment, other);
    return { ...spec, like: spec.like === 'auto' ? 'auto' : (renamed(spec.like) ?? 'auto') };
  });
  const shorter = { ...experiment, networks, reference: renamed(experiment.reference) ?? 'a' };
  return {
    ...shorter,
    networks: idsOf(shorter).map((other): NetworkSpec => {
      const spec = specOf(shorter, other);
      return modelFor(shorter, other) ? spec : { ...spec, width: 'full', like: 'auto' };
    }),
  };
}

/** The network that is the same as this one in every respect, if an earlier one is. */
export const sameAs = (
  experiment: Pick<Listed, 'networks'>,
  id: NetworkId,
): NetworkId | undefined => {
  const own = JSON.stringify(specOf(experiment, id));
  return idsOf(experiment).find(
    (other) =>
      networkIds.indexOf(other) < networkIds.indexOf(id) &&
      JSON.stringify(specOf(experiment, other)) === own,
  );
};
