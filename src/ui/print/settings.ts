/** Which settings a printed page lists: those that differ from the preset. */
import { changedKeys } from '../../engine/experiment/changes.ts';
import { idsOf, specOf } from '../../engine/experiment/network.ts';
import type { Preset } from '../../engine/experiment/presets.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { describeValue, presetTextOf, requireLeaf, textOf } from '../controls/leaf.ts';

export interface Setting {
  /** Such as `Training steps`, or `B: Rank`. */
  title: string;
  value: string;
  /** As the preset has it. */
  usual: string;
}

/** A value for reading; lists as they are in links, since on paper there are no cards to look at. */
function readable(key: string, text: string): string {
  const { field } = requireLeaf(key);
  return field.kind === 'list' && text ? text : describeValue(field, text);
}

/** Of networks that the preset does not have, all settings that are not the usual ones. */
function networkKeys(experiment: Experiment, preset: Preset): string[] {
  const ids = idsOf(experiment).slice(preset.experiment.networks.length);
  return ids.flatMap((id) =>
    Object.keys(specOf(experiment, id))
      .map((name) => `${id}.${name}`)
      .filter((key) => {
        const leaf = requireLeaf(key);
        return textOf(experiment, leaf) !== presetTextOf(preset, leaf);
      }),
  );
}

/** In the order of the schema. */
export function changedSettings(experiment: Experiment, preset: Preset): Setting[] {
  const keys = [...changedKeys(experiment, preset.experiment), ...networkKeys(experiment, preset)];
  return keys.map((key) => {
    const leaf = requireLeaf(key);
    const title = leaf.network
      ? `${leaf.network.toUpperCase()}: ${leaf.field.title}`
      : leaf.field.title;
    return {
      title,
      value: readable(key, textOf(experiment, leaf)),
      usual: readable(key, presetTextOf(preset, leaf)),
    };
  });
}
