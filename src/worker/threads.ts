/** Logical processors; two where the browser does not tell. */
export const coresHere = (): number => navigator.hardwareConcurrency || 2;

/** Networks that train side by side, each in a worker of its own. */
const NETWORKS = 2;
/** More gain little: the layers of a network are small. */
const MOST = 8;

/** Threads for each network on so many cores. */
export const threadsPerNetwork = (cores: number): number =>
  Math.max(1, Math.min(MOST, Math.floor(cores / NETWORKS)));
