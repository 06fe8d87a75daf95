import type { Mesh, Point } from 'slimwave-waves/mesh/mesh';
import { gll } from 'slimwave-waves/spectral/gll';

/** Half the side of the square in the middle of a disc of radius 1. */
const CORE = 0.45;

/**
 * Curved quadrilaterals of a disc about the origin: a square of n × n cells in the middle and as many in each of the four
 * parts round it, whose rim follows the circle. Smooth inside each part, so that errors fall evenly from n to 2n.
 */
export function discMesh(radius: number, n: number, order: number): Mesh {
  const { points } = gll(order);
  const x: number[] = [];
  const y: number[] = [];
  const cells: number[] = [];
  const rim: number[] = [];
  const known = new Map<string, number>();
  const node = ([px, py]: Point): number => {
    const key = `${Math.round((1e9 * px) / radius)},${Math.round((1e9 * py) / radius)}`;
    const found = known.get(key) ?? x.push(px) - 1;
    if (found === y.length) y.push(py);
    known.set(key, found);
    return found;
  };
  const along = (cell: number, k: number) => (cell + (1 + points[k]) / 2) / n;
  const places = Array.from({ length: order + 1 }, (_, k) => k);
  const add = (place: (across: number, up: number) => Point, onRim: boolean) => {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const rows = places.map((b) => places.map((a) => node(place(along(i, a), along(j, b)))));
        cells.push(...rows.flat());
        if (!onRim || i < n - 1) continue;
        for (let b = 0; b < order; b++) rim.push(rows[b][order], rows[b + 1][order]);
      }
    }
  };
  add((s, t) => [CORE * radius * (2 * s - 1), CORE * radius * (2 * t - 1)], false);
  for (let quarter = 0; quarter < 4; quarter++) {
    const [cosine, sine] = [[1, 0, -1, 0][quarter], [0, 1, 0, -1][quarter]];
    add((out, round) => {
      const angle = ((2 * round - 1) * Math.PI) / 4;
      const px = radius * ((1 - out) * CORE + out * Math.cos(angle));
      const py = radius * ((1 - out) * CORE * (2 * round - 1) + out * Math.sin(angle));
      return [cosine * px - sine * py, sine * px + cosine * py];
    }, true);
  }
  return {
    x: Float64Array.from(x),
    y: Float64Array.from(y),
    corners: 4,
    order,
    cells: Uint32Array.from(cells),
    boundary: { rim: Uint32Array.from(rim) },
  };
}
