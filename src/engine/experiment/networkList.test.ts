import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateExperiment } from '../opening/validate.ts';
import { changes } from './arbitrary.testing.ts';
import { idsOf, modelFor, networkIds, specOf } from './network.ts';
import { isFull, sameAs, withNetwork, withoutNetwork } from './networkList.ts';
import { experimentFrom } from './presets.ts';

const four = experimentFrom({
  networks: '4',
  reference: 'c',
  'b.format': 'one-way',
  'c.format': 'tucker-2',
  'd.width': 'matched',
  'd.like': 'c',
});

describe('a list of networks', () => {
  it('gets longer at its end, up to four', () => {
    const [first] = four.networks;
    const two = { ...four, networks: four.networks.slice(0, 2), reference: 'a' as const };
    const three = withNetwork(two, first);
    expect(three.networks).toEqual([...two.networks, first]);
    expect(sameAs(three, 'c')).toBe('a');
    expect(sameAs(three, 'b')).toBeUndefined();
    expect(isFull(four)).toBe(true);
    expect(() => withNetwork(four, first)).toThrow('There are 4 networks already.');
  });

  it('gets shorter, and what refers to a network still refers to the same one', () => {
    const shorter = withoutNetwork(four, 'a');
    expect(shorter.networks.map(({ format }) => format)).toEqual([
      'one-way',
      'tucker-2',
      'classical',
    ]);
    expect(shorter.reference).toBe('b');
    expect(specOf(shorter, 'c').like).toBe('b');
    expect(validateExperiment(shorter)).toEqual([]);
  });

  it('loses its reference, or the network that another one was matched to', () => {
    const shorter = withoutNetwork(four, 'c');
    expect(shorter.reference).toBe('a');
    expect(specOf(shorter, 'c')).toMatchObject({ width: 'matched', like: 'auto' });
    expect(modelFor(shorter, 'c')).toBe('b');
    const pair = experimentFrom({ networks: '2', 'b.width': 'matched' });
    expect(withoutNetwork(pair, 'a').networks).toMatchObject([{ width: 'full' }]);
  });

  it('never becomes empty', () => {
    const one = experimentFrom({ networks: '1' });
    expect(() => withoutNetwork(one, 'a')).toThrow('at least one network');
  });

  it('is valid without any of its networks if it was valid with them', () => {
    fc.assert(
      fc.property(changes, fc.constantFrom(...networkIds), ({ experiment }, id) => {
        fc.pre(experiment.networks.length > 1 && idsOf(experiment).includes(id));
        fc.pre(validateExperiment(experiment).length === 0);
        expect(validateExperiment(withoutNetwork(experiment, id))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
