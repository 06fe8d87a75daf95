/**
 * Learning rates that go with a network. Adam changes every weight of a tensor by about its rate in each step, whatever
 * the gradient. A factorised kernel is a product of its m filters, so that it changes, relative to itself, by the sum of
 * the relative changes of these. Filter i starts with the standard deviation σᵢ (apart from the activation's gain): with
 * the rate η·σᵢ/m the reconstructed kernel would change by the share η in a step if all changes had one direction, with
 * η·σᵢ/√m if they had none in common. Compressed kernels bear more, and learn more from it: the exponent ¼ is the
 * measured one. One number for all tensors would change a kernel of small factors by another share than a dense one.
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

/**
 * Chosen from full runs; docs/decisions/learning-rates.md has the tables. On `quick` they are as good as the best of
 * seven single rates in all formats but depthwise-separable, which is 12 % behind. U-Nets of `quick` would bear twice
 * the rate, those of `medium` would not: the classical one ends at 12.1, 15.5 and 21.5 % with η = 0.1, 0.14, 0.2.
 */
const byKind: Readonly<Record<Experiment['net']['kind'], AutomaticRates>> = {
  generator: { kernels: 0.2, others: 0.03 },
  unet: { kernels: 0.1, others: 0.006 },
  resnet: { kernels: 0.14, others: 0.006 },
  propagator: { kernels: 0.15, others: 0.01 },
};

/** The filters of a kernel share its change: the rate of each is divided by this power of their number. */
const SHARING = 0.25;

/**
 * The batch of the fit. With 4 samples classical networks diverged at rates that they bear with 8; the root is the usual
 * choice, not a fit.
 */
const FITTED_BATCH = 8;

/** The two rates that all others follow from. */
export function automaticRates({ net, training }: Settings): AutomaticRates {
  const { kernels, others } = byKind[net.kind];
  const noise = Math.sqrt(Math.min(1, training.batch / FITTED_BATCH));
  return { kernels: kernels * noise, others: others * noise };
}

/** The numbers behind the automatic rates of an experiment as a text: equal texts, equal rates. */
export function automaticRule(experiment: Settings): string {
  const { kernels, others } = automaticRates(experiment);
  return [kernels, others, SHARING].map((value) => Number(value.toPrecision(6))).join(',');
}

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
    const filters = deviations.map(
      (sigma) => own ?? (kernels * sigma) / deviations.length ** SHARING,
    );
    return experiment.net.bias === 'on' ? [...filters, own ?? others] : filters;
  });
}

/** Standard deviations of a convolution's initial filters at gain 1. */
function deviationsOf({ format: id, shape, rank }: LayerPlan): number[] {
  const format = findFormat(id);
  const stages = format.stages(shape, rank).filter(isWeighted);
  return initialDeviations(stages, shape, 1, format.evenFactors === true);
}
