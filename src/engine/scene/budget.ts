/** Work of one simulation at most (node updates): about ten seconds on one core. */
const MAX_NODE_UPDATES = 4e9;
/** Work of all samples at most (node updates): some hours on one core. */
const MAX_DATA_UPDATES = 1e13;

/** A mesh with its matrices and up to four waves, per node; measured on regular and fitted meshes of orders 1 to 8. */
const BYTES_PER_NODE = 500;
/** Memory of one mesh at most; every worker that makes samples has its own. */
const MAX_MESH_BYTES = 2 ** 30;

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

/** The sentence for a mesh that needs too much memory, or undefined for one that fits. */
export const overMemory = (nodes: number): string | undefined =>
  nodes * BYTES_PER_NODE <= MAX_MESH_BYTES
    ? undefined
    : `A mesh of about ${nodes} nodes would need ${((nodes * BYTES_PER_NODE) / 2 ** 30).toFixed(1)} GiB of memory; at most ${MAX_MESH_BYTES / 2 ** 30} GiB is allowed. Use fewer cells per side or a lower order.`;
