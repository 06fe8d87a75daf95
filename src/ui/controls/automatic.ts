/** The numbers that rules choose where a field says `auto`. */
import type { Experiment } from '../../engine/experiment/schema.ts';
import { cellsPerSide, layerThickness } from '../../engine/scene/meshed.ts';
import { rickerDelay } from 'slimwave-waves/source';
import { automaticRates } from '../../engine/train/rates.ts';

const rules: Readonly<Record<string, (experiment: Experiment) => number>> = {
  'scene.elements': cellsPerSide,
  'scene.layerThickness': (experiment) => Number(layerThickness(experiment).toPrecision(2)),
};

/** The first own number of fields whose rules choose another one for every wavelet. */
const firstOwn: Readonly<Record<string, (experiment: Experiment) => number>> = {
  'source.delay': ({ source }) => Number(rickerDelay(source.frequency[0]).toPrecision(2)),
};

/**
 * What the rule of a field chooses: a single number, which is shown, or many. Learning rates have a rule for every
 * tensor; the first own one is that of dense layers.
 */
export function automaticNumber(experiment: Experiment, key: string): number {
  return (rules[key] ?? firstOwn[key])?.(experiment) ?? automaticRates(experiment).others;
}

export const hasOneNumber = (key: string): boolean => key in rules;
