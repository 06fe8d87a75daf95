/** The files of a network. */
export { modelFiles } from './bundle/bundle.ts';
export type { TrainedNetwork } from './bundle/facts.ts';
