import type { Projection } from '../projection.ts';

export const projectClassical: Projection = ({ data }) => [data];
