/** The trained networks that the page keeps, as the advice takes them. */
import type { AdvisedRun } from '../../engine/advice.ts';
import { networkTitle, type Entry } from '../archive/entry.ts';
import { familyOf, sampleSeedOf, seedText } from '../archive/family.ts';

/** Of silent samples alone there is no error, although nothing diverged. */
export const isMeasured = ({ diverged, test }: Entry): boolean => diverged || test !== undefined;

export const advisedRun = (entry: Entry): AdvisedRun => ({
  setting: familyOf(entry.group),
  network: entry.network,
  name: networkTitle(entry),
  seed: `${sampleSeedOf(entry.group)} ${seedText(entry.group)}`,
  classical: entry.format === 'classical' && entry.width === 'full' && !entry.singleLayers,
  parameters: entry.parameters,
  macs: entry.macs,
  stepMs: entry.stepMs,
  backend: entry.backend,
  test: entry.diverged ? undefined : entry.test,
});

/** The entry to open for a network: with the present seeds if there is one, otherwise the latest. */
export function entryFor(
  network: string,
  group: string,
  entries: readonly Entry[],
): Entry | undefined {
  const own = entries.filter(
    (entry) => entry.network === network && familyOf(entry.group) === familyOf(group),
  );
  return own.find((entry) => entry.group === group) ?? own.at(-1);
}
