import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { forecastField } from '../data/forecastField.ts';
import { inUnitsOf, UNSCALED } from '../data/scaling.ts';
import type { NetworkId } from '../experiment/network.ts';
import type { SampleParameters } from '../experiment/parameters.ts';
import { taskIo } from '../experiment/taskIo.ts';
import type { NamedArray } from '../files/arrays.ts';
import { readSafetensors, writeSafetensors, type WritableTensor } from '../files/safetensors.ts';
import { buildNetwork } from '../nets/build.ts';
import { Forecasts } from '../train/forecasts.ts';
import { pretrainedExperiment, pretrainedRecord } from './pretrained.ts';

/** The name in the file of a weight of one of the networks. */
const tensorName = (id: NetworkId, weight: string): string => `${id}/${weight}`;

/** The weights of a model under the names that they have in the file. */
export const namedWeights = (id: NetworkId, model: LayersModel): Promise<WritableTensor[]> =>
  Promise.all(
    model.weights.map(async (weight) => {
      const tensor = weight.read();
      const data = await tensor.data<'float32'>();
      return { name: tensorName(id, weight.originalName), shape: tensor.shape, data };
    }),
  );

/** The file with the weights of all networks, rounded to half precision. */
export const weightsFile = (
  tensors: readonly WritableTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array => writeSafetensors(tensors, metadata, 'F16');

/** The trained networks of a weights file, each built when it is first asked for. Call on a backend that has been started. */
export class PretrainedModels {
  private readonly tensors: ReadonlyMap<string, NamedArray>;
  private readonly models = new Map<NetworkId, LayersModel>();
  private readonly forecasts = new Map<NetworkId, Forecasts>();
  /** The backend that holds the models. */
  private backend?: string;

  /** Throws `DataFileError` if the bytes are not a safetensors file. */
  constructor(bytes: Uint8Array) {
    this.tensors = readSafetensors(bytes).tensors;
  }

  /**
   * The forecast of network `id` of the first preset, [t, x, y] in metres. Throws if the file lacks weights of it.
   */
  forecast(id: NetworkId, parameters: SampleParameters): Promise<Float32Array> {
    const { input } = taskIo(pretrainedExperiment);
    return forecastField(
      pretrainedExperiment,
      parameters,
      { input: UNSCALED, output: inUnitsOf(pretrainedRecord.unit) },
      (values) => this.forecastsOf(id).of(values, input),
    );
  }

  private forecastsOf(id: NetworkId): Forecasts {
    const model = this.model(id);
    const forecasts = this.forecasts.get(id) ?? new Forecasts(model);
    this.forecasts.set(id, forecasts);
    return forecasts;
  }

  /** Whether a network is there already, on the present backend. */
  has(id: NetworkId): boolean {
    return this.backend === tf.getBackend() && this.models.has(id);
  }

  /** The network with its weights, on the present backend. */
  model(id: NetworkId): LayersModel {
    // A GPU that was given up has taken its tensors along.
    if (this.backend !== tf.getBackend()) this.dispose();
    this.backend = tf.getBackend();
    const model = this.models.get(id) ?? this.build(id);
    this.models.set(id, model);
    return model;
  }

  private build(id: NetworkId): LayersModel {
    const model = buildNetwork(pretrainedExperiment, id);
    const values = model.weights.map(({ originalName }) => {
      const array = this.tensors.get(tensorName(id, originalName));
      if (!array) {
        model.dispose();
        throw new Error(`the file has no weights ${tensorName(id, originalName)}`);
      }
      return tf.tensor(array.data, [...array.shape]);
    });
    model.setWeights(values);
    tf.dispose(values);
    return model;
  }

  /** Frees all models; they are built again when they are asked for. */
  dispose(): void {
    for (const forecasts of this.forecasts.values()) forecasts.dispose();
    this.forecasts.clear();
    for (const model of this.models.values()) model.dispose();
    this.models.clear();
  }
}
