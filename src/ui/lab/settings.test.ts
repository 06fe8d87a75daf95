/** The settings of a page, in a world that does only what the test says. */
import { expect, it } from 'vitest';
import { withNetwork, withoutNetwork } from '../../engine/experiment/networkList.ts';
import { presets } from '../../engine/experiment/presets.ts';
import { withNetworks } from './runs.testing.ts';
import { openPage, work } from './world.testing.ts';

const [preset, other] = presets;

it('offers to undo only what puts changes aside', () => {
  const world = openPage(preset.experiment);
  world.lab.store.setState({ preset });
  world.lab.settings.openPreset(other);
  expect(world.state().replaced).toBeUndefined();
  world.lab.settings.openPreset(preset);
  world.lab.settings.openNetworks(withoutNetwork(preset.experiment, 'c'));
  const { experiment } = world.state();
  world.lab.settings.openPreset(other);
  expect(world.state().replaced).toEqual({ preset, experiment, drafts: {} });
});

it('adds formats for the layers of any network', () => {
  const world = openPage(withNetworks(4));
  for (const id of ['c', 'd'] as const) {
    world.lab.addLayerChoice(id, 'one-way');
    world.lab.addLayerChoice(id, 'one-way');
    const { layers } = world.state().experiment.networks['abcd'.indexOf(id)];
    expect(layers.map(({ numbers }) => numbers[0][0])).toEqual([1, 2]);
  }
  expect(world.state().issues).toEqual([]);
});

it('keeps half-typed text where a network is added, and drops it where one is removed', () => {
  const world = openPage(withNetworks(2));
  const { settings } = world.lab;
  settings.setField('a.rate', 'fast');
  const { experiment } = world.state();
  settings.openNetworks(withNetwork(experiment, experiment.networks[1]));
  expect(Object.keys(world.state().drafts)).toEqual(['a.rate']);
  settings.openNetworks(withoutNetwork(world.state().experiment, 'c'));
  expect(world.state().drafts).toEqual({});
});

it('computes the wave anew only where the shown sample has changed', async () => {
  const world = openPage(withNetworks(2));
  await work(world);
  world.lab.store.setState({ recording: {} as never, stageProblem: undefined });
  const asks = (change: () => void) => {
    change();
    return world.simulation.due.length > 0;
  };
  const set = (key: string, text: string) => () => world.lab.settings.setField(key, text);
  expect(asks(set('b.rate', '0.02'))).toBe(false);
  expect(asks(set('training.steps', '7'))).toBe(false);
  expect(asks(set('scene.speed', '1.2'))).toBe(true);
});
