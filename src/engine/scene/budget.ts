/** Work of one simulation at most (node updates): about ten seconds on one core. */
const MAX_NODE_UPDATES = 4e9;
/** Work of all samples at most (node updates): some hours on one core. */
const MAX_DATA_UPDATES = 1e13;

/** Points per side of the recorded picture of the whole domain, at most. */
export const MAX_POINTS = 129;

/** The sentence for a simulation above the budget, or undefined for one within. */
export const overBudget = (steps: number, nodes: number): string | undefined =>
  steps * nodes <= MAX_NODE_UPDATES
    ? undefined
    : `One simulation would take about ${Math.round(steps)} time steps on ${nodes} nodes, more than the budget of ${MAX_NODE_UPDATES.toExponential(0)} node updates. Use a coarser mesh, a shorter time or a lower speed.`;

/** The same for all samples of an experiment. */
export const overDataBudget = (
  steps: number,
  nodes: number,
  samples: number,
): string | undefined =>
  steps * nodes * samples <= MAX_DATA_UPDATES
    ? undefined
    : `The ${samples} samples would take about ${Math.round(steps)} time steps on ${nodes} nodes each, hours in total and more than the budget of ${MAX_DATA_UPDATES.toExponential(0)} node updates. Use fewer samples, a coarser mesh or a shorter time.`;
