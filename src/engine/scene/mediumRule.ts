/** What must hold where the background is from a file that is open. */
import { formatNumber } from '../experiment/numbers.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import { MOST_CONTRAST, mediumOf } from './mediumFile.ts';

export function mediumRule({ scene }: Experiment): Issue | undefined {
  const medium = mediumOf(scene);
  if (!medium) return undefined;
  if (scene.contrast !== 1) {
    return {
      key: 'scene.contrast',
      message:
        'The background is either random or from a file: set the contrast to 1, or use no file.',
    };
  }
  if (scene.speed[0] < scene.speed[1]) {
    return {
      key: 'scene.speed',
      message:
        'The wave speed is that of the file, the same in all samples: give one number here, or use no file.',
    };
  }
  const { slowest, fastest } = medium;
  return fastest <= MOST_CONTRAST * slowest
    ? undefined
    : {
        key: 'scene.black',
        message: `In the picture, speeds go from ${rounded(slowest)} to ${rounded(fastest)} m/s: the largest may be ${MOST_CONTRAST} times the smallest.`,
      };
}

type Rule = (experiment: Experiment) => Issue | undefined;

/** A rule whose issue belongs to the file where there would be none with its typical speed everywhere. */
export const blamingMedium =
  (rule: Rule): Rule =>
  (experiment) => {
    const issue = rule(experiment);
    const medium = mediumOf(experiment.scene);
    if (!issue || !medium) return issue;
    const { typical, slowest, fastest } = medium;
    const speed: [number, number] = [typical, typical];
    const uniform = { ...experiment, scene: { ...experiment.scene, medium: '', speed } };
    if (rule(uniform)) return issue;
    return {
      key: 'scene.medium',
      message: `The speeds in the file go from ${rounded(slowest)} to ${rounded(fastest)} m/s. ${issue.message}`,
    };
  };

const rounded = (speed: number): string => formatNumber(Number(speed.toPrecision(3)));
