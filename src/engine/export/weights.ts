import type { LayersModel } from '@tensorflow/tfjs-layers';
import { writeSafetensors } from '../files/safetensors.ts';
import type { ModelDescription } from './description.ts';

/**
 * All weights of a model as safetensors, named `layer/weight`; what the model is stands as JSON in the metadata
 * under `slimwave`.
 */
export async function modelSafetensors(
  model: LayersModel,
  description: ModelDescription,
): Promise<Uint8Array> {
  const tensors = await Promise.all(
    model.layers.flatMap((layer) =>
      layer.weights.map(async (weight) => {
        const tensor = weight.read();
        const data = await tensor.data<'float32'>();
        return { name: weight.originalName, shape: tensor.shape, data };
      }),
    ),
  );
  return writeSafetensors(tensors, {
    format: 'tfjs',
    link: description.link,
    slimwave: JSON.stringify(description),
  });
}
