import { gridPoints } from 'slimwave-waves/scene/points';
import type { Scene } from 'slimwave-waves/scene/scene';
import { relativeL2OfField } from '../metrics.ts';
import type { Check } from './check.ts';
import { scatteredByDisc } from './cylinder.ts';
import { waveIn } from './outsideWaves.ts';
import { meanOrder, slope } from './support.ts';

const ORDER = 4;
const CELLS = [6, 12, 24];
/** Fitted meshes take longer to make, and are as good long before. */
const FITTED_CELLS = CELLS.slice(0, 2);

const pulse = { x: 0.2, y: 0.5, angle: 20, frequency: 2.5, height: 1 } as const;
/** Anywhere in the cells. */
const disc = { x: 0.5137, y: 0.4871, radius: 0.2119 } as const;
const medium = { speed: 1.7, density: 2.2 } as const;
const inclusions = [{ shape: { kind: 'circle', ...disc }, ...medium }] as const;
const looked = { points: gridPoints([0.05, 0.95], [0.05, 0.95], 10), duration: 1.2, frames: 13 };

const ways: readonly {
  name: string;
  scenery: Partial<Scene>;
  sizes: number[];
  atLeast: number;
  atMost: number;
}[] = [
  { name: 'averaged media', scenery: { averaged: true }, sizes: CELLS, atLeast: 1.4, atMost: 1 },
  { name: 'sampled media', scenery: {}, sizes: CELLS, atLeast: 0.8, atMost: 3 },
  {
    name: 'fitted mesh',
    scenery: { mesh: 'fitted' },
    sizes: FITTED_CELLS,
    atLeast: 4.8,
    atMost: 0.1,
  },
];

export const averagedMedia: Check = {
  id: 'averaged-media',
  title: 'Interfaces that cut cells',
  explanation: `A plane wave runs through a disc that lies anywhere in a regular grid of elements of order ${ORDER}; the relative L2 error is that against the exact series of Bessel functions. Where every point has the medium at its place, the error falls with about the first power of the cell size; where points near the rim have averages, with a power between one and two; on a mesh that follows the rim, with the order of the elements.`,
  source: 'Moczo et al., BSSA 92 (2002); Morse and Ingard (1968), chapter 8',
  *run() {
    let truth: Float32Array | undefined;
    let done = 0;
    const errors: number[][] = [];
    for (const { scenery, sizes } of ways) {
      const found: number[] = [];
      for (const cells of sizes) {
        const changes = { ...scenery, inclusions, order: ORDER, size: 1 / cells };
        const { values, times } = waveIn(changes, pulse, looked);
        truth ??= Float32Array.from(
          scatteredByDisc({ ...disc, inside: medium }, pulse, looked.points, times),
        );
        found.push(100 * relativeL2OfField(values, truth));
        yield ++done / (2 * CELLS.length + FITTED_CELLS.length);
      }
      errors.push(found);
    }
    const [averaged, sampled] = errors;
    return {
      findings: [
        ...ways.map(({ name, sizes, atLeast }, i) => ({
          what: `mean order, ${name}`,
          value: meanOrder(sizes, errors[i]),
          atLeast,
        })),
        {
          what: 'error of averaged media as a share of that of sampled ones',
          value: Math.max(...averaged.map((error, i) => error / sampled[i])),
          atMost: 0.5,
        },
        ...ways.map(({ name, sizes, atMost }, i) => ({
          what: `error with ${sizes.at(-1)} cells per metre, ${name}`,
          value: errors[i].at(-1)!,
          unit: '%',
          atMost,
        })),
      ],
      plots: [
        {
          title: 'Error against the size of cells',
          x: { title: 'Cells per metre', log: true },
          y: { title: 'Relative L2 error (%)', log: true },
          series: [
            ...ways.map(({ name, sizes }, i) => ({ name, x: sizes, y: errors[i] })),
            slope(CELLS, sampled, 1),
            slope(CELLS, averaged, 2),
          ],
        },
      ],
    };
  },
};
