import { expect, it } from 'vitest';
import { experimentFrom, presets } from '../../engine/experiment/presets.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import { changedSettings } from './settings.ts';

const quick = presets.find(({ id }) => id === 'quick')!;

it('lists nothing of the preset itself', () => {
  for (const preset of presets) expect(changedSettings(preset.experiment, preset)).toEqual([]);
});

it('lists what differs, with its unit and as the preset has it', () => {
  const longer = withValue(quick.experiment, 'training.steps', 60);
  expect(changedSettings(withValue(longer, 'scene.duration', 2), quick)).toEqual([
    { title: 'Last output time', value: '2 s', usual: '1.4 s' },
    { title: 'Training steps', value: '60', usual: '400' },
  ]);
});

it('writes lists out, and names the network that a setting belongs to', () => {
  const [base] = presets;
  const changed = experimentFrom({ 'scene.receivers': 'point(0.3,0.7)', 'b.rank': '4' });
  const all = changedSettings(changed, { ...base, experiment: experimentFrom({}) });
  expect(all).toContainEqual({ title: 'Receivers', value: 'point(0.3,0.7)', usual: 'none' });
  expect(all.map(({ title }) => title)).toContain('B: Rank');
});

it('lists the settings of networks that the preset does not have', () => {
  const three = withValue(quick.experiment, 'networks', 3);
  const titles = changedSettings(withValue(three, 'c.format', 'one-way'), quick).map(
    ({ title }) => title,
  );
  expect(titles).toEqual(['Networks', 'C: Kernel format']);
});
