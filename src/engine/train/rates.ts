/**
 * Learning rates that go with a network. Adam changes every weight of a tensor by about its rate in each step, whatever
 * the gradient. A factorised kernel is a product of its m filters, so that it changes, relative to itself, by the sum of
 * the relative changes of these. Filter i starts with the standard deviation σᵢ (apart from the activation's gain): with
 * the rate η·σᵢ/m the reconstructed kernel would change by the share η in a step if all changes had one direction, with
 * η·σᵢ/√m if they had none in common. The exponent between the two, ¾, is the measured one. One number for all tensors
 * would change a kernel of small factors by another share than a dense one.
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
 * Chosen from full runs of networks like those of the presets, test errors in %, mean of three seeds: `quick` with blocks 3, width 32,
 * 300 steps, η = 0.15, 0.3, 0.6 and ρ = 0.048 against the best of the rates 0.006, 0.012, 0.024, 0.048 for all tensors.
 *
 *                             η·σ/m                    one rate
 *   classical                 12.7, 12.7, 88.5         12.9
 *   kernel-cp 25 %            14.7, 12.8, 12.9         13.0
 *   layer-cp 25 %             20.5, 17.7, 16.2         17.4
 *   one-way 25 %              21.5, 20.0, 40.1         19.5
 *   one-way-bank 25 %         19.5, 17.5, 18.4         17.6
 *   tucker-2 25 %             31.3, 29.3, 31.8         31.5
 *   tensor-train 25 %         30.9, 28.1, 59.0         31.3
 *   depthwise-separable       20.1, 18.0, 19.8         17.8
 *
 * Beyond 0.4 some networks diverge, and longer runs want less: `frames`, 1300 steps, exponent ¾, ρ = 0.03, ends at 5.6
 * (classical, η = 0.2, three seeds; 7.2 at 0.27, one seed) and 6.2 (layer-cp 32 %, η = 0.2, two seeds). A ρ of 0.03 is as
 * good as 0.048 and diverges less. How η depends on the number of steps is not fitted. The other kinds, with the
 * exponent ¾, ρ = 0.03 and η = 0.05, 0.1, 0.2, 0.3, one seed each (`quick` of 300 steps, 5 × 5, U-Net with 2 blocks of
 * 16 channels, ResNet with 2 of 24; ×: diverged):
 *
 *                             U-Net                    ResNet
 *   classical                 13.7, 12.4, 10.2, 10.4   10.7, 10.3, ×, ×
 *   layer-cp 25 %             17.4, 14.3, 13.2, 12.9   16.0, 13.0, 12.3, 10.0
 *   one-way 25 %              19.3, 16.9, 14.9, 14.5   16.2, 14.4, 12.7, 11.5
 *
 * A compressed ResNet would bear three times the rate of a classical one; the rule keeps to what all bear. With a field
 * as input and ρ = 0.03 the classical U-Net of `medium` learns nothing (99.9 % after 500 steps), with 0.006 it does.
 */
const byKind: Readonly<Record<Experiment['net']['kind'], AutomaticRates>> = {
  generator: { kernels: 0.2, others: 0.03 },
  unet: { kernels: 0.1, others: 0.006 },
  resnet: { kernels: 0.14, others: 0.006 },
  propagator: { kernels: 0.15, others: 0.01 },
};

/** The filters of a kernel share its change: each gets this power of their number. */
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
