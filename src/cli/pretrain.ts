/** `pretrain`: trains the networks of the first preset and writes the two files that the page ships. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend } from '../engine/device/choose.ts';
import type { DataSets } from '../engine/data/dataset.ts';
import { idsOf, type NetworkId } from '../engine/experiment/network.ts';
import { presets } from '../engine/experiment/presets.ts';
import { roundedToHalf } from '../engine/files/half.ts';
import type { WritableTensor } from '../engine/files/safetensors.ts';
import { namedWeights, weightsFile } from '../engine/pretrained/models.ts';
import type { PretrainedRecord } from '../engine/pretrained/pretrained.ts';
import { TrainingSession } from '../engine/train/session.ts';
import { stepsOf } from '../engine/train/steps.ts';
import { parseWords } from './parse.ts';
import { progressLine } from './progress.ts';
import { makeData } from './train.ts';
import { UsageError } from './usageError.ts';

export const PRETRAIN_USAGE = `Usage: npm run -s slimwave -- pretrain [--folder FOLDER]

Trains the networks of the first preset and writes what the page ships, so that it has forecasts before any training:
their weights in half precision as frames.safetensors, and their errors with exactly these weights as frames.json.

  --folder FOLDER        where to write both (default: src/engine/pretrained)`;

const options = {
  folder: { type: 'string', default: 'src/engine/pretrained' },
  help: { type: 'boolean', default: false },
} as const;

const [{ id: preset, experiment }] = presets;

/** A network trained to its end, its weights rounded as the file has them, and the errors that it has with those. */
async function trainRounded(id: NetworkId, sets: DataSets) {
  const report = progressLine();
  const steps = stepsOf(experiment, id);
  const session = new TrainingSession(experiment, id, sets);
  const never = () => false;
  try {
    await session.run(steps, never, ({ step }) =>
      report(`network ${id}: step ${step} of ${steps}`, step === steps),
    );
    const { model } = session.trainer;
    for (const weight of model.weights) {
      const tensor = weight.read();
      const values = await tensor.data<'float32'>();
      const rounded = tf.tensor(roundedToHalf(values), tensor.shape);
      weight.write(rounded);
      rounded.dispose();
    }
    const { train, test, testErrors } = (await session.result(never, () => {}))!;
    const tensors = await namedWeights(id, model);
    return { tensors, errors: { steps, train, test, testErrors } };
  } finally {
    session.dispose();
  }
}

/** What `pretrain` prints. Throws `UsageError`. */
export async function pretrain(args: string[]): Promise<string> {
  const { values, positionals } = parseWords(args, options);
  if (values.help) return PRETRAIN_USAGE;
  if (positionals.length > 0) {
    throw new UsageError(`pretrain has no argument “${positionals[0].slice(0, 40)}”.`);
  }
  mkdirSync(values.folder, { recursive: true });
  await chooseBackend('wasm');
  const { sets } = makeData(experiment);
  const tensors: WritableTensor[] = [];
  const networks: Partial<Record<NetworkId, PretrainedRecord['networks'][NetworkId]>> = {};
  for (const id of idsOf(experiment)) {
    const trained = await trainRounded(id, sets);
    tensors.push(...trained.tensors);
    networks[id] = trained.errors;
  }
  const record: PretrainedRecord = { unit: sets.scaling!.unit[0], networks };
  const bytes = weightsFile(tensors, { preset, experiment: JSON.stringify(experiment) });
  writeFileSync(path.join(values.folder, 'frames.safetensors'), bytes);
  writeFileSync(path.join(values.folder, 'frames.json'), `${JSON.stringify(record, null, 2)}\n`);
  return `${values.folder}: ${bytes.length} bytes of weights`;
}
