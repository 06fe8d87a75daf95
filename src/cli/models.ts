/** The trained networks as folders of files: `train --save FOLDER --as onnx,pytorch`. */
import {
  accessSync,
  constants,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { modelKinds, type ModelKind } from '../engine/export/kinds.ts';
import type { TrainedNetwork } from '../engine/export/network.ts';
import type { ExportFile } from '../engine/export/files.ts';
import { specOf } from '../engine/experiment/network.ts';
import { UsageError } from './usageError.ts';
import { UNFINISHED } from './wholeFile.ts';

export interface ModelRequest {
  folder: string;
  kinds: readonly ModelKind[];
}

const kinds = Object.keys(modelKinds) as ModelKind[];
const names = kinds.map((kind) => modelKinds[kind]);

function kindOf(name: string): ModelKind {
  const kind = kinds.find((one) => modelKinds[one] === name);
  if (kind) return kind;
  throw new UsageError(
    `--as: there is no “${name.slice(0, 40)}”; use some of ${names.join(', ')}, with commas between them.`,
  );
}

/** What is to be saved, into a folder that is there afterwards. Throws `UsageError`. */
export function readModelRequest(values: {
  save?: string;
  as?: string;
  repeats?: string;
  seeds?: string;
}): ModelRequest | undefined {
  const { save: folder, as: wanted, repeats, seeds } = values;
  if (folder === undefined) {
    if (wanted !== undefined) throw new UsageError('--as needs --save FOLDER.');
    return undefined;
  }
  if ((repeats ?? seeds) !== undefined) {
    throw new UsageError(
      '--save keeps the networks of one training: leave --repeats and --seeds out.',
    );
  }
  const chosen = wanted?.split(',').map((name) => kindOf(name.trim())) ?? kinds;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new UsageError(`--save ${folder}: it is not a folder. Name a folder, new or existing.`);
  }
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`--save ${folder}: ${(error as Error).message}`);
  }
  return { folder, kinds: [...new Set(chosen)] };
}

/** Such as `b-one-way-onnx`. */
const folderName = ({ experiment, id }: TrainedNetwork, kind: ModelKind): string =>
  `${id}-${specOf(experiment, id).format}-${modelKinds[kind]}`;

/** Writes an archive whole or not at all: a full disk must not leave files that are cut off, nor take those of before. */
export function writeArchive(folder: string, files: readonly ExportFile[]): void {
  const unfinished = `${folder}${UNFINISHED}`;
  try {
    mkdirSync(unfinished, { recursive: true });
    for (const { name, bytes } of files) writeFileSync(path.join(unfinished, name), bytes);
    mkdirSync(folder, { recursive: true });
    for (const { name } of files) renameSync(path.join(unfinished, name), path.join(folder, name));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Writes a network in all the ways wanted. What can't be written is said, and the results are printed all the same. */
export async function saveModels(
  { folder, kinds: wanted }: ModelRequest,
  trained: TrainedNetwork,
): Promise<void> {
  const { modelFiles } = await import('../engine/export/network.ts');
  for (const kind of wanted) {
    const own = path.join(folder, folderName(trained, kind));
    try {
      const files = await modelFiles(kind, trained);
      writeArchive(own, files);
      process.stderr.write(`saved ${own}\n`);
    } catch (error) {
      process.stderr.write(`slimwave: ${own} was not saved: ${(error as Error).message}\n`);
      process.exitCode = 1;
    }
  }
}
