/** Logical processors; two if the browser does not report them. */
export const coresHere = (): number => navigator.hardwareConcurrency || 2;

/** More gain little: the layers of a network are small. */
const MOST = 8;

/** Threads for each of so many networks that train side by side, each in its own worker. */
export const threadsPerNetwork = (cores: number, networks: number): number =>
  Math.max(1, Math.min(MOST, Math.floor(cores / networks)));
