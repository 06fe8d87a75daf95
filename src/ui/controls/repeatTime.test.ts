import { expect, it } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import { reportOf } from '../lab/fakeNetworks.testing.ts';
import { formatDuration } from '../shared/numbers.ts';
import { emptyNetwork, noNetworks, useLab, type LabState } from '../state.ts';
import { seedMs, timeText } from './repeatTime.ts';

const experiment = experimentFrom({ 'training.steps': '1000' });
const idle: LabState = { ...useLab.getInitialState(), experiment, shown: experiment };
const timed = (stepMs: number) => ({ ...emptyNetwork, status: 'finished' as const, stepMs });
const measured = (togetherMs: number) => ({
  ...reportOf('wasm'),
  figures: [{ name: 'wasm' as const, togetherMs }],
});

it('the time of a seed is that of the run with the same settings', () => {
  const ended: LabState = {
    ...idle,
    run: experiment,
    phase: 'finished',
    backend: measured(7),
    networks: { ...noNetworks, a: timed(10), b: timed(20) },
  };
  expect(seedMs(ended, 2)).toBe(20_000);
  expect(seedMs(ended, 1)).toBe(30_000);
  // Other networks take another time.
  expect(seedMs({ ...ended, experiment: withValue(experiment, 'b.rank', { keep: 0.5 }) }, 2)).toBe(
    undefined,
  );
});

it('before a run it is what was measured of the backend on these networks', () => {
  const asked = { wanted: 'auto' as const, measured: experiment };
  const known = { ...idle, asked, backend: measured(7) };
  expect(seedMs(known, 2)).toBe(7000);
  const longer = withValue(experiment, 'training.steps', 500);
  expect(seedMs({ ...known, experiment: longer }, 2)).toBe(3500);
  const wider = withValue(experiment, 'net.width', 20);
  expect(seedMs({ ...known, experiment: wider }, 2)).toBeUndefined();
  expect(seedMs({ ...known, backend: reportOf('wasm') }, 2)).toBeUndefined();
  expect(seedMs(idle, 2)).toBeUndefined();
});

it('says how long it takes, and if it is more than a day', () => {
  expect(timeText(5, 80_000)).toBe(
    `About ${formatDuration(400_000)}, ${formatDuration(80_000)} a seed.`,
  );
  expect(timeText(1, 80_000)).toBe(`About ${formatDuration(80_000)}.`);
  expect(timeText(5, undefined)).toMatch(/known after the first seed/);
  expect(timeText(100, 3_600_000)).toMatch(/^About 100 hours, .*: more than a day\./);
});
