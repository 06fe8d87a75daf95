/**
 * What `auto` means in a scene: cells and layers are chosen once for all samples, from the whole intervals of the free
 * parameters, so that samples which differ in their source share one mesh.
 */
import { layerThickness as thicknessFor } from 'slimwave-waves/scene/openSides';
import type { Experiment } from '../experiment/schema.ts';
import { cellsFor, type Estimated } from './accuracy.ts';
import { cellSize, domainBox, longerSide } from './domain.ts';
import { mediumMissing } from './mediumFile.ts';
import {
  cellsPerWavelength,
  hasPulse,
  highestFrequency,
  lowestFrequency,
  speedRange,
  usesWidth,
} from './spans.ts';

type Waves = Estimated;

/** Intervals between points per standard deviation of a pulse, which the points must show. */
const POINTS_PER_PULSE = 2.5;
/** The same for the force of a source, which is integrated. */
const POINTS_PER_SOURCE = 1.25;

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

/** The last answer: every rule and control asks for it after each change. */
let known = { key: '', cells: 0 };

function cellsForScene({ scene, source }: Waves): number {
  const key = JSON.stringify([scene, source, mediumMissing(scene)]);
  if (known.key !== key) {
    known = { key, cells: cellsFor({ scene, source }, scene.tolerance / 100) };
  }
  return known.cells;
}

/** As many as the tolerance needs, and as the shortest waves and the source's patch need to be seen at all. */
function chosenCells(experiment: Waves): number {
  const { scene, source } = experiment;
  const side = longerSide(scene);
  const seen =
    (cellsPerWavelength(scene) * highestFrequency(experiment) * side) / speedRange(experiment).low;
  const points = hasPulse(experiment) || scene.order === 1 ? POINTS_PER_PULSE : POINTS_PER_SOURCE;
  const patch =
    usesWidth(experiment) && source.width > 0 ? (points * side) / source.width / scene.order : 0;
  const needed = cellsForScene(experiment);
  return Math.min(256, Math.ceil(Math.max(needed, seen, patch)));
}

/** Share of a Ricker wavelet's peak frequency from which its spectrum is above 5 % of its peak. */
const LOWEST = 0.3;

function chosenThickness(experiment: Waves): number {
  const frequency = lowestFrequency(experiment);
  const longest = frequency === 0 ? 0 : speedRange(experiment).high / (LOWEST * frequency);
  const size = cellSize(experiment.scene, cellsPerSide(experiment));
  return thicknessFor(experiment.scene.order, size, longest, domainBox(experiment.scene));
}
