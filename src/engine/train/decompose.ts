/** From the weights of one network to those of another format: the a posteriori route, and spectral starts. */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { projectKernel } from 'slimwave-formats/projections';
import { FormatConvolution } from 'slimwave-formats/layer';
import type { CpSearch } from 'slimwave-formats/projection';

/**
 * Gives `target` the weights of `source`, a network of the same architecture: every convolution is projected onto
 * the target's format and rank, everything else is copied. Throws `LinalgError` for weights that are not numbers.
 */
export async function decomposeInto(
  source: LayersModel,
  target: LayersModel,
  search: CpSearch,
): Promise<void> {
  for (const [i, layer] of source.layers.entries()) {
    const into = target.layers[i];
    if (!(layer instanceof FormatConvolution) || !(into instanceof FormatConvolution)) {
      into.setWeights(layer.getWeights());
      continue;
    }
    const kernel = layer.denseKernel();
    const data = Float64Array.from(await kernel.data());
    const { format, rank } = into.settings;
    kernel.dispose();
    into.setFilters(await projectKernel(format, { shape: kernel.shape, data }, rank, search));
    const [bias, ownBias] = [layer.bias(), into.biasVariable()];
    if (bias && ownBias) ownBias.write(bias);
  }
}
