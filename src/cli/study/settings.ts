/** The settings of a study's run as they stand in its file, and whether a file was made with the same ones. */
import { formatFieldValue } from '../../engine/experiment/fields.ts';
import { getValue, leavesOfExperiment } from '../../engine/experiment/leaves.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { ruleOf } from '../../engine/train/rates.ts';

/** All settings but the backend, which makes no difference. */
const comparedOf = (experiment: Experiment) =>
  leavesOfExperiment(experiment).filter(({ key }) => key !== 'backend');

/** Not a setting, but written beside them. */
export const RULE = 'rates';

export function settingsText(experiment: Experiment): string {
  const rule = ruleOf(experiment);
  return [
    ...comparedOf(experiment).map(
      ({ key, field }) => `${key}=${formatFieldValue(field, getValue(experiment, key))}`,
    ),
    ...(rule === undefined ? [] : [`${RULE}=${rule}`]),
  ].join('&');
}

/** Settings by their keys, from their text. */
export const settingsIn = (text: string): Map<string, string> =>
  new Map(
    text.split('&').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );

/** What earlier versions wrote of a network whose rate they did not search for. */
const isWithoutRangeTest = (key: string, text: string): boolean =>
  key.endsWith('.search') && text === 'off';

/**
 * Whether a file's settings are those of an experiment, and its automatic rates of the same rule. A setting that there
 * was not yet when the file was written must have its default value, which is what earlier versions did.
 */
export function isMadeWith(settings: string, experiment: Experiment): boolean {
  const written = settingsIn(settings);
  const compared = comparedOf(experiment);
  if (written.get(RULE) !== ruleOf(experiment)) return false;
  written.delete(RULE);
  return (
    compared.every(({ key, field }) => {
      const text = formatFieldValue(field, getValue(experiment, key));
      return text === (written.get(key) ?? formatFieldValue(field, field.default));
    }) &&
    [...written].every(
      ([key, text]) => compared.some((leaf) => leaf.key === key) || isWithoutRangeTest(key, text),
    )
  );
}
