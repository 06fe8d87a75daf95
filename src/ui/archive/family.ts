/**
 * Seeds of trained networks. The group of an entry has the three seeds among its settings; without them it is the
 * family, whose networks may be compared: those that differ only in seed are one network, tried several times.
 */

/** The settings that are seeds: of the samples, of the initial weights, of the order of the samples. */
export const seedKeys = ['data.seed', 'training.initSeed', 'training.shuffleSeed'] as const;

const settingIn = (group: string, key: string): string | undefined => {
  const begin = `${key}=`;
  return group
    .split('&')
    .find((setting) => setting.startsWith(begin))
    ?.slice(begin.length);
};

/** A group as `groupOf` has it, without its seeds. */
export const familyOf = (group: string): string =>
  group
    .split('&')
    .filter((setting) => !seedKeys.some((key) => setting.startsWith(`${key}=`)))
    .join('&');

/** The fingerprint of the data file, of entries on own data that know it. */
export const fileKeyOf = (group: string): string | undefined => settingIn(group, 'file');

/** What the time of a training step goes with: neither the seeds nor the values of a data file. */
export const timedFamilyOf = (group: string): string =>
  familyOf(group)
    .split('&')
    .filter((setting) => !setting.startsWith('file='))
    .join('&');

/** The seed of weights and order, such as `2`; both where they differ, such as `2/5`. */
export function seedText(group: string): string {
  const [, weights, order] = seedKeys.map((key) => settingIn(group, key) ?? '?');
  return weights === order ? weights : `${weights}/${order}`;
}

export const sampleSeedOf = (group: string): string => settingIn(group, seedKeys[0]) ?? '?';

/** Samples of a training step, which its time goes with; undefined if the group does not say. */
export function batchOf(group: string): number | undefined {
  const batch = Number(settingIn(group, 'training.batch'));
  return batch > 0 ? batch : undefined;
}
