/** What must hold between the settings of random fields in random media. */
import { formatNumber } from '../experiment/numbers.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import { INTERVALS } from '../medium/sample.ts';
import { overBudget, overDataBudget } from '../scene/budget.ts';

type Rule = (experiment: Experiment) => Issue | undefined;

/** Finite element cells per wavelength of the shortest wave in u(0), at least. */
const CELLS_PER_WAVELENGTH = 4;

const cellsOf = ({ task, medium }: Experiment): number => (task.grid - 1) * medium.cells;

const gridShowsMedium: Rule = ({ task, medium }) => {
  const spacing = 1 / (task.grid - 1);
  if (medium.length >= spacing) return undefined;
  const points = Math.ceil(1 / medium.length) + 1;
  return {
    key: 'medium.length',
    message: `Correlation length must be at least the distance of two grid points (${formatNumber(Number(spacing.toPrecision(3)))} m), otherwise the networks can’t see the medium. Make it longer, or use at least ${points} grid points per side.`,
  };
};

/** Modes that the grid shows, and the mesh carries. */
const modesFit: Rule = (experiment) => {
  const { modes, task } = experiment;
  const most = Math.min(
    task.grid - 2,
    Math.floor((2 * cellsOf(experiment)) / CELLS_PER_WAVELENGTH),
  );
  return modes.count <= most
    ? undefined
    : {
        key: 'modes.count',
        message: `Modes per axis must be at most ${most} on this grid and mesh, or the shortest waves are not resolved. Use fewer modes, or more grid points per side.`,
      };
};

const workFits: Rule = (experiment) => {
  const { modes, medium, data } = experiment;
  const cells = cellsOf(experiment);
  const nodes = (cells + 1) ** 2;
  const fastest = modes.speed * Math.sqrt(medium.contrast);
  const steps = Math.max(INTERVALS, modes.time * fastest * cells * Math.SQRT2);
  const one = overBudget(steps, nodes);
  if (one !== undefined) return { key: 'medium.cells', message: one };
  const all = overDataBudget(steps, nodes, data.train + data.test);
  return all === undefined ? undefined : { key: 'data.train', message: all };
};

export const mediumRules: readonly Rule[] = [gridShowsMedium, modesFit, workFits];
