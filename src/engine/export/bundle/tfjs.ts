import type { LayersModel } from '@tensorflow/tfjs-layers';
import { denseEquivalent } from '../denseEquivalent.ts';
import { describeModel, type ModelDescription } from '../description.ts';
import type { ExportFile } from '../files.ts';
import { layersModelFiles } from '../layersModel.ts';
import type { Kernels } from '../portable/network.ts';
import { archiveDescription, describedAs, sampleFiles, type Archive, type Facts } from './facts.ts';
import { tfjsJavascript } from './snippets.ts';

/** The package with our layers; to import it registers them. */
const LAYERS_PACKAGE = 'slimwave-formats';

/** The network as tfjs saves it, with our layers or stock ones. */
export async function tfjsArchive(facts: Facts, kernels: Kernels): Promise<Archive> {
  const { model, sample } = facts;
  const layout = 'channels last';
  const dense = kernels === 'dense' ? denseEquivalent(model) : undefined;
  try {
    const own = dense ?? model;
    const description = dense ? describeAgain(facts, own) : facts.description;
    const files = await layersModelFiles(own);
    return {
      title: kernels === 'dense' ? 'TensorFlow.js, stock layers' : 'TensorFlow.js',
      layout,
      kernels,
      use:
        kernels === 'dense'
          ? '`npm install @tensorflow/tfjs-core @tensorflow/tfjs-layers @tensorflow/tfjs-backend-cpu`, then `node forecast.mjs`. It forecasts the sample and prints how far the result is from Slimwave’s own. In a page: `await loadLayersModel("model.json")`.'
          : `The layers are Slimwave’s own, from the package \`${LAYERS_PACKAGE}\` in its repository: with that installed beside TensorFlow.js, \`node forecast.mjs\` forecasts the sample and prints how far the result is from Slimwave’s own. The archive with dense kernels needs no package.`,
      files: [
        ...files.map((file): [ExportFile, string] => [
          file,
          file.name === 'model.json' ? 'the model, as tf.loadLayersModel reads it' : 'its weights',
        ]),
        describedAs(archiveDescription({ io: facts.io, description }, layout)),
        [tfjsJavascript(dense ? undefined : LAYERS_PACKAGE), 'forecasts the sample'],
        ...sampleFiles(sample),
      ],
    };
  } finally {
    dense?.dispose();
  }
}

const describeAgain = ({ experiment, id, sets }: Facts, model: LayersModel): ModelDescription =>
  describeModel(model, experiment, id, { input: sets.inputScaling, output: sets.scaling! });
