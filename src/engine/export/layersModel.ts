/** A model in tfjs's own format, as `tf.loadLayersModel` reads it. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { textFile, type ExportFile } from './files.ts';

const WEIGHTS = 'weights.bin';

/**
 * `model.json` and `weights.bin` of a model as it is. Layers of ours stay what they are: a program that loads
 * them needs our classes.
 */
export async function layersModelFiles(model: LayersModel): Promise<ExportFile[]> {
  const files: ExportFile[] = [];
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    const { modelTopology, weightSpecs, weightData, format, generatedBy } = artifacts;
    const manifest = [{ paths: [WEIGHTS], weights: weightSpecs }];
    const content = { modelTopology, format, generatedBy, weightsManifest: manifest };
    const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
    files.push(textFile('model.json', JSON.stringify(content)), { name: WEIGHTS, bytes });
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  });
  await model.save(handler);
  return files;
}
