/** What must hold where the background is from a file. */
import { formatNumber } from '../experiment/numbers.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import { mediumOf } from './mediumFile.ts';

export function mediumRule({ scene }: Experiment): Issue | undefined {
  if (scene.medium === '') return undefined;
  const file = mediumOf(scene);
  if (!file) {
    return {
      key: 'scene.medium',
      message: `The background is in a file (${scene.medium}) that is not open: give it to the runner with --medium FILE, or use none.`,
    };
  }
  if (scene.contrast !== 1) {
    return {
      key: 'scene.contrast',
      message:
        'The background is either random or from a file: set the contrast to 1, or use no file.',
    };
  }
  const [low, high] = scene.speed;
  if (low === high && low >= file.slowest && low <= file.fastest) return undefined;
  return {
    key: 'scene.speed',
    message: `Where the background is from a file, the wave speed is the typical one by which errors are estimated: one number from ${formatNumber(file.slowest)} to ${formatNumber(file.fastest)} m/s.`,
  };
}
