/** The background of the scene from the file that `--medium` names. */
import type { Experiment } from '../engine/experiment/schema.ts';
import {
  mediumAskedFor,
  mediumMissing,
  openMedium,
  type MediumFile,
} from '../engine/scene/mediumFile.ts';
import { anotherMedium, mediumSettings } from '../engine/scene/mediumSettings.ts';
import { readMediumFile } from '../engine/scene/readMedium.ts';
import { originOf } from '../engine/tasks/index.ts';
import { fileSource } from './fileSource.ts';
import { UsageError } from './usageError.ts';

/** Reads the file, if one is named. Rejects with a `UsageError`. */
export async function readMedium(path?: string): Promise<MediumFile | undefined> {
  if (path === undefined) return undefined;
  try {
    const source = fileSource(path);
    try {
      return await readMediumFile(source);
    } finally {
      source.close?.();
    }
  } catch (error) {
    throw new UsageError(`--medium ${path}: ${(error as Error).message}`);
  }
}

/** Opens the file, and says what an experiment gets with it. Throws a `UsageError` for a file that is not the one. */
export function placeMedium(
  experiment: Experiment,
  file: MediumFile | undefined,
): [key: string, text: string][] {
  const other = file && anotherMedium(experiment, file);
  if (other !== undefined) throw new UsageError(`--medium: ${other} Give that one.`);
  if (!file) return [];
  const settings = Object.entries(mediumSettings(experiment, file));
  openMedium(file);
  return settings;
}

/**
 * Throws a `UsageError` where the experiment has a background in a file that was not given, or no scene for the one that
 * was.
 */
export function checkMedium(experiment: Experiment, file: MediumFile | undefined): void {
  const { scene, task } = experiment;
  if (!originOf(experiment).simulated) {
    if (!file) return;
    throw new UsageError(
      `--medium is the background of a scene, and the task “${task.kind}” has none: leave it out, or choose another task.`,
    );
  }
  if (!mediumMissing(scene)) return;
  throw new UsageError(`${mediumAskedFor(scene)}: give it with --medium FILE.`);
}
