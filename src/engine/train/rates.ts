/**
 * Learning rates that go with a network. Adam changes every weight of a tensor by about its rate in each step, whatever
 * the gradient. A factorised kernel is a product of its m filters, so that it changes, relative to itself, by the sum of
 * the relative changes of these. Filter i starts with the standard deviation σᵢ (apart from the activation's gain): with
 * the rate η·σᵢ/m the reconstructed kernel changes by the share η in a step, in every format and at every rank. One
 * number for all tensors would change a kernel of small factors by a larger share than a dense one.
 */
import { initialDeviations } from '../formats/deviations.ts';
import { findFormat } from '../formats/index.ts';
import { isWeighted } from '../formats/stage.ts';
import type { Rate } from '../experiment/rate.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { LayerPlan } from '../nets/layerPlan.ts';

export interface AutomaticRates {
  /** η: the share by which a kernel changes in a step at the peak of the schedule. */
  kernels: number;
  /** ρ: the peak learning rate of dense layers and biases. */
  others: number;
}

type Settings = Pick<Experiment, 'net' | 'training'>;

const byKind: Readonly<Record<Experiment['net']['kind'], AutomaticRates>> = {
  generator: { kernels: 0.3, others: 0.012 },
  unet: { kernels: 0.1, others: 0.003 },
  resnet: { kernels: 0.1, others: 0.003 },
  propagator: { kernels: 0.15, others: 0.01 },
};

/** The two rates that all others follow from. */
export const automaticRates = ({ net }: Settings): AutomaticRates => byKind[net.kind];

/**
 * The peak learning rates of a network's trainable tensors, layer by layer in the order of the plan: those of its
 * filters (of a dense layer, its matrix), then that of its bias, if it has one.
 */
export function peakRates(
  experiment: Settings,
  rate: Rate,
  layers: readonly LayerPlan[],
): (readonly number[])[] {
  const { kernels, others } = automaticRates(experiment);
  const own = rate === 'auto' ? undefined : rate;
  return layers.map((layer) => {
    if (layer.kind === 'dense') return [own ?? others, own ?? others];
    const deviations = deviationsOf(layer);
    const filters = deviations.map((sigma) => own ?? (kernels * sigma) / deviations.length);
    return experiment.net.bias === 'on' ? [...filters, own ?? others] : filters;
  });
}

/** Standard deviations of a convolution's initial filters at gain 1. */
function deviationsOf({ format: id, shape, rank }: LayerPlan): number[] {
  const format = findFormat(id);
  const stages = format.stages(shape, rank).filter(isWeighted);
  return initialDeviations(stages, shape, 1, format.evenFactors === true);
}
