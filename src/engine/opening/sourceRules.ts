/** What must hold of a source on its mesh, and of its wavelet in time. */
import { cellSize } from '../scene/domain.ts';
import { cellsPerSide } from '../scene/meshed.ts';
import { hasPulse, shortestDelay, usesWidth } from '../scene/spans.ts';
import { formatNumber } from '../experiment/numbers.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';

/** Mesh cells per standard deviation of the source; with fewer it would fall between the nodes. */
const CELLS_PER_SOURCE = 0.6;
/** The same for a Gaussian displacement, whose wave is as short as its width (12 % off at this limit). */
const CELLS_PER_PULSE = 2.5;

type Rule = (experiment: Experiment) => Issue | undefined;

export const sourceMeetsNodes: Rule = (experiment) => {
  const { scene, source } = experiment;
  // At a point it is distributed over the nodes of its cell, wherever it lies.
  if (source.width === 0 && !hasPulse(experiment)) return undefined;
  const cells = hasPulse(experiment) ? CELLS_PER_PULSE : CELLS_PER_SOURCE;
  const smallest = cells * cellSize(scene, scene.order * cellsPerSide(experiment));
  return !usesWidth(experiment) || source.width >= smallest
    ? undefined
    : {
        key: 'source.width',
        message: `Source width must be at least ${smallest.toPrecision(2)} m on this mesh, ${hasPulse(experiment) ? 'or the pulse is not resolved' : 'or the source falls between the nodes; 0 makes a point source'}.`,
      };
};

export const waveletWhole: Rule = (experiment) => {
  const { scene, source } = experiment;
  const earliest = shortestDelay(experiment);
  if (source.delay === 'auto' || earliest === 0) return undefined;
  const problem =
    source.delay < earliest
      ? `must be at least ${earliest.toPrecision(3)} s, one period of the lowest frequency, or the wavelet is cut at t = 0`
      : source.delay >= scene.duration
        ? `must be before the last output time (${formatNumber(scene.duration)} s)`
        : undefined;
  return problem === undefined
    ? undefined
    : { key: 'source.delay', message: `Peak of the wavelet ${problem}; auto takes 1.2 periods.` };
};
