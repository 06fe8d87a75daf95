/**
 * What `auto` means in a scene: cells and layers are chosen once for all samples, from the whole intervals of the free
 * parameters, so that samples which differ in their source share one mesh.
 */
import { layerThickness as thicknessFor } from 'slimwave-waves/scene/openSides';
import type { Experiment } from '../experiment/schema.ts';
import { cellSize, domainBox, longerSide } from './domain.ts';
import { highestFrequency, lowestFrequency, speedRange } from './spans.ts';

type Waves = Pick<Experiment, 'scene' | 'source'>;

/** An experiment in which nothing about the mesh is left to a rule. */
export type Meshed<E extends Pick<Experiment, 'scene'>> = E & {
  scene: { elements: number; layerThickness: number };
};

/** Cells along the longer side of the domain. */
export const cellsPerSide = (experiment: Waves): number =>
  experiment.scene.elements === 'auto' ? chosenCells(experiment) : experiment.scene.elements;

/** Thickness of the layers beyond open sides (m). */
export const layerThickness = (experiment: Waves): number =>
  experiment.scene.layerThickness === 'auto'
    ? chosenThickness(experiment)
    : experiment.scene.layerThickness;

/** The experiment with numbers in place of `auto`; to be called before anything free gets a value. */
export const meshed = <E extends Waves>(experiment: E): Meshed<E> => ({
  ...experiment,
  scene: {
    ...experiment.scene,
    elements: cellsPerSide(experiment),
    layerThickness: layerThickness(experiment),
  },
});

/** Points per shortest wavelength at the wavelet's peak. */
const POINTS = 16;

function chosenCells(experiment: Waves): number {
  const { order } = experiment.scene;
  const frequency = highestFrequency(experiment);
  const side = longerSide(experiment.scene);
  const wanted = (POINTS * frequency * side) / speedRange(experiment).low / order;
  return Math.min(256, Math.max(8, Math.ceil(wanted)));
}

/** Share of a Ricker wavelet's peak frequency from which its spectrum is above 5 % of its peak. */
const LOWEST = 0.3;

function chosenThickness(experiment: Waves): number {
  const frequency = lowestFrequency(experiment);
  const longest = frequency === 0 ? 0 : speedRange(experiment).high / (LOWEST * frequency);
  const size = cellSize(experiment.scene, cellsPerSide(experiment));
  return thicknessFor(experiment.scene.order, size, longest, domainBox(experiment.scene));
}
