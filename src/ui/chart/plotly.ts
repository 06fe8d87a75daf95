import { chunk } from '../loading/chunk.ts';

/** Plotly, which is large and loaded with the first chart. */
export const loadPlotly = chunk('The charts', () => import('plotly.js-basic-dist-min'));
