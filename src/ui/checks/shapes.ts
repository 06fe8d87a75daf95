/**
 * How much room the results of a check will take: it is kept free, so that nothing moves when they arrive.
 * A check that is not listed still works; its card grows when its results arrive. The end-to-end test measures
 * how far things move.
 */
interface Shape {
  findings: number;
  plots: number;
}

const shapes: Readonly<Record<string, Shape>> = {
  'standing-modes': { findings: 9, plots: 3 },
  membrane: { findings: 6, plots: 1 },
  'plane-wave': { findings: 4, plots: 1 },
  'spectral-elements': { findings: 21, plots: 3 },
  energy: { findings: 3, plots: 1 },
  absorption: { findings: 4, plots: 1 },
  interfaces: { findings: 12, plots: 1 },
  'open-sides': { findings: 5, plots: 2 },
  'incident-waves': { findings: 8, plots: 2 },
  'scattered-waves': { findings: 5, plots: 1 },
  'averaged-media': { findings: 7, plots: 1 },
  symmetry: { findings: 2, plots: 1 },
  submodel: { findings: 4, plots: 1 },
};

export const shapeOf = (id: string): Shape => shapes[id] ?? { findings: 4, plots: 1 };
