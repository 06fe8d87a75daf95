/** The settings that an experiment gets with a background from a file. */
import { speeds } from '../experiment/magnitudes.ts';
import { formatNumber } from '../experiment/numbers.ts';
import type { Experiment } from '../experiment/schema.ts';
import { mediumAskedFor, mediumFileOf, mediumMissing, type MediumFile } from './mediumFile.ts';

/** White is so many times as fast as black, until somebody says otherwise. */
const FIRST_RATIO = 2;

/** Why a file can't be the background of an experiment that asks for another one, as a sentence. */
export function anotherMedium({ scene }: Experiment, file: MediumFile): string | undefined {
  return mediumMissing(scene) && scene.medium !== file.fingerprint
    ? `${mediumAskedFor(scene)}, and ${file.name} is another one (fingerprint ${file.fingerprint}).`
    : undefined;
}

/** By key, as texts; nothing where the experiment names the file already. */
export function mediumSettings({ scene }: Experiment, file: MediumFile): Record<string, string> {
  if (scene.medium === file.fingerprint) return {};
  const [speed] = scene.speed;
  // What was said of one picture holds for the next one.
  const asBefore = mediumFileOf(scene)?.grey !== undefined;
  return {
    'scene.medium': file.fingerprint,
    'scene.contrast': '1',
    'scene.speed': formatNumber(speed),
    ...(file.grey && !asBefore
      ? {
          'scene.black': formatNumber(speed),
          'scene.white': formatNumber(Math.min(FIRST_RATIO * speed, speeds.max)),
        }
      : {}),
  };
}
