/**
 * Learning rates that go with a network. Adam changes every weight of a tensor by about its rate in each step, whatever
 * the gradient. A factorised kernel is a product of its m filters, so that it changes, relative to itself, by the sum of
 * the relative changes of these. Filter i starts with the standard deviation σᵢ (apart from the activation's gain): with
 * the rate η·σᵢ/m the reconstructed kernel would change by the share η in a step if all changes had one direction, with
 * η·σᵢ/√m if they had none in common. Most formats tolerate larger rates and end at smaller errors with them: the
 * exponent ¼ is measured. One number for all tensors would change a factorised kernel by a smaller share than a dense one.
 */
import { initialDeviations } from 'slimwave-formats/deviations';
import { findFormat } from 'slimwave-formats/registry';
import { isWeighted } from 'slimwave-formats/stage';
import type { Rate } from '../experiment/rate.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { LayerPlan } from '../nets/layerPlan.ts';

export interface AutomaticRates {
  /** η: the share by which a dense kernel changes in a step at the peak of the schedule. */
  kernels: number;
  /** ρ: the peak learning rate of dense layers and biases. */
  others: number;
}

type Settings = Pick<Experiment, 'net' | 'training'>;

/**
 * Chosen from full runs; docs/decisions/learning-rates.md has the tables. On `quick` no format is more than
 * 7 % behind the best of seven single rates but depthwise-separable, which is 13 % behind. U-Nets on `quick` train better at
 * twice the rate; the one of `medium` does not: it ends at 12.1, 15.5 and 21.5 % with η = 0.1, 0.14, 0.2.
 */
const byKind: Readonly<Record<Experiment['net']['kind'], AutomaticRates>> = {
  generator: { kernels: 0.2, others: 0.03 },
  unet: { kernels: 0.1, others: 0.006 },
  resnet: { kernels: 0.14, others: 0.006 },
  propagator: { kernels: 0.15, others: 0.01 },
};

/** Exponent p: the rate of each of a kernel's m filters is divided by mᵖ. */
const SHARING = 0.25;

/**
 * The batch of the fit. Before gradients were clipped, classical networks with a batch of 4 diverged at rates at which a
 * batch of 8 trained. The square root is the usual choice, not a fit.
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

/** The rule as a text, where the rate of a network is automatic: only then does another rule make another run. */
export const ruleOf = (experiment: Experiment): string | undefined =>
  experiment.networks.some(({ rate }) => rate === 'auto') ? automaticRule(experiment) : undefined;

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
