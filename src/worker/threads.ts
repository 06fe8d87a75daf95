/** Logical processors; two where the browser does not tell. */
export const coresHere = (): number => navigator.hardwareConcurrency || 2;

/** More gain little: the layers of a network are small. */
const MOST = 8;

/** Threads for each of so many networks that train side by side, each in a worker of its own. */
export const threadsPerNetwork = (cores: number, networks: number): number =>
  Math.max(1, Math.min(MOST, Math.floor(cores / networks)));
