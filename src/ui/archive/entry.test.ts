import { expect, test } from 'vitest';
import { decodeLink } from '../../engine/opening/link.ts';
import { findPreset } from '../../engine/experiment/presets.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { changedKeys, entryKey, groupOf, networkTitle, openedAsB } from './entry.ts';
import { endedEntry, quick } from './entry.testing.ts';
import { automaticRule } from '../../engine/train/rates.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { modelFor, networkIds, specOf, withSpec } from '../../engine/experiment/network.ts';

const { experiment } = quick;
const set = (key: string, value: unknown) => withValue(experiment, key, value);

test('the link of a network opens it as B, whichever of the two it was', () => {
  for (const id of ['a', 'b'] as const) {
    const opened = decodeLink(endedEntry(experiment, id, 0.1).link);
    expect(opened.notes).toEqual([]);
    expect(specOf(opened.experiment, 'b')).toEqual(specOf(experiment, id));
    expect(groupOf(opened.experiment)).toBe(groupOf(experiment));
  }
});

test('networks may be compared while scene, data, architecture and training are the same', () => {
  for (const [key, value] of [
    ['a.rate', 0.1],
    ['b.format', 'one-way'],
    ['backend', 'cpu'],
    ['training.fineTune', 7],
  ] as const) {
    expect(groupOf(set(key, value)), key).toBe(groupOf(experiment));
  }
  for (const [key, value] of [
    ['data.seed', 5],
    ['net.width', 20],
    ['training.steps', 10],
    ['task.kind', 'zone-volume'],
    ['scene.duration', 1.3],
  ] as const) {
    expect(groupOf(set(key, value)), key).not.toBe(groupOf(experiment));
  }
});

test('the same network has the same key as A and as B; another one does not', () => {
  const twins = withSpec(experiment, 'a', specOf(experiment, 'b'));
  const key = entryKey(endedEntry(twins, 'a', 0.1));
  expect(entryKey(endedEntry(twins, 'b', 0.2))).toBe(key);
  for (const [name, value] of [
    ['b.rate', 0.2],
    ['b.route', 'after'],
    ['b.rank', { keep: 0.5 }],
    ['b.width', 'matched'],
  ] as const) {
    expect(entryKey(endedEntry(set(name, value), 'b', 0.1)), name).not.toBe(key);
  }
  // A rank that the format does not have makes no difference.
  const unranked = (rank: number) =>
    withSpec(experiment, 'b', {
      ...specOf(experiment, 'b'),
      format: 'depthwise-separable',
      rank: { rank },
    });
  expect(entryKey(endedEntry(unranked(1), 'b', 0.1))).toBe(
    entryKey(endedEntry(unranked(2), 'b', 0.1)),
  );
});

test('automatic rates of another rule are another network; own rates have the keys of earlier versions', () => {
  expect(endedEntry(experiment, 'b', 0.1).network).toContain(` ${automaticRule(experiment)} `);
  expect(endedEntry(set('b.rate', 0.2), 'b', 0.1).network).toMatch(/ 0\.2 .*off /);
});

test('a network that diverged has no error, and says so', () => {
  expect(endedEntry(experiment, 'a')).toMatchObject({ diverged: true, test: undefined });
});

test('silent test samples are kept count of; a network without any other has no error, and did not diverge', () => {
  const ended = (error: number, silent: number) => {
    const entry = endedEntry(experiment, 'a', error, silent);
    return [entry.test, entry.silent, entry.diverged];
  };
  expect(ended(0.1, 0)).toEqual([0.1, undefined, false]);
  expect(ended(0.1, 3)).toEqual([0.1, 3, false]);
  expect(ended(NaN, 8)).toEqual([undefined, 8, false]);
});

test('the second error measure is kept for the propagator', () => {
  expect(endedEntry(experiment, 'b', 0.1).medianL1).toBeUndefined();
  const { experiment: field } = findPreset('propagator')!;
  expect(endedEntry(field, 'b', 0.1).medianL1).toBe(0.05);
});

test('opening as B leaves A alone, but brings the network along whose size a narrow one has', () => {
  const trained = set('b.format', 'tucker-2');
  const opened = openedAsB(endedEntry(trained, 'b', 0.1), experiment);
  expect(opened).toEqual(trained);
  expect(changedKeys(experiment, opened)).toEqual(['b.format']);

  const narrow = withValue(trained, 'a.width', 'matched');
  const now = set('a.width', 'matched');
  const both = openedAsB(endedEntry(narrow, 'a', 0.1), now);
  expect(both.networks).toEqual(narrow.networks.toReversed());
  expect(validateExperiment(both)).toEqual([]);
});

test('any of four networks has the key of the same network in a pair, and opens as B of a pair', () => {
  const pair = set('b.format', 'tucker-2');
  const [a, b] = pair.networks;
  for (const networks of [
    [a, a, b],
    [a, a, a, b],
  ]) {
    const id = networkIds[networks.length - 1];
    const entry = endedEntry({ ...pair, networks, reference: id }, id, 0.1);
    expect(entryKey(entry)).toBe(entryKey(endedEntry(pair, 'b', 0.1)));
    expect(decodeLink(entry.link).experiment).toEqual(pair);
  }
});

test('a narrow network among four comes as B with its model as A, and no other one loses its own', () => {
  const [a, b] = experiment.networks;
  const narrow = { ...a, width: 'matched', like: 'c' } as const;
  const model = { ...b, format: 'tucker-2' } as const;
  const entry = endedEntry({ ...experiment, networks: [a, narrow, model] }, 'b', 0.1);
  const alone = decodeLink(entry.link).experiment;
  expect(planNetwork(alone, 'b').totals.parameters).toBe(entry.parameters);

  const other = { ...a, width: 'matched', like: 'b' } as const;
  const now = { ...experiment, networks: [a, b, other, b] };
  const opened = openedAsB(entry, now);
  expect(validateExperiment(opened)).toEqual([]);
  expect(opened.networks).toHaveLength(4);
  expect(opened.networks[0]).toEqual(model);
  // Automatic would be right in a pair, but here D is compressed, too.
  expect(modelFor(opened, 'b')).toBe('a');
  expect(planNetwork(opened, 'b').totals.parameters).toBe(entry.parameters);
});

test('titles say what a network is', () => {
  const network = { singleLayers: false, width: 'full', route: 'before' } as const;
  expect(networkTitle({ ...network, format: 'classical', rank: '' })).toBe('Classical');
  expect(networkTitle({ ...network, format: 'classical', rank: '', width: 'matched' })).toBe(
    'Narrow classical',
  );
  const convolutions = {
    ...network,
    width: 'matched-convolutions',
    control: 'One-way, 25%',
  } as const;
  expect(networkTitle({ ...convolutions, format: 'classical', rank: '' })).toBe(
    'Narrow convolutions as One-way, 25%',
  );
  expect(networkTitle({ ...convolutions, format: 'layer-cp', rank: '4' })).toBe(
    'Layer CP, rank 4, convolutions as large as One-way, 25%',
  );
  expect(networkTitle({ ...network, format: 'layer-cp', rank: '4', route: 'after' })).toBe(
    'Layer CP, rank 4, after training',
  );
});
