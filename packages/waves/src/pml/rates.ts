/** How fast a layer damps. */
import type { CellMaterial } from '../assembly.ts';
import { nodesPerCell, type Mesh, type MeshLayer } from '../mesh/mesh.ts';

/** Damping ζ (1/s) of waves along x and along y, per node: zero but in the layer. */
export interface Rates {
  x: Float64Array;
  y: Float64Array;
}

/**
 * The share of the amplitude that the layer lets back to its beginning, at normal incidence and where waves are fastest, if it
 * were not cut into cells; at the angle θ it is this to the power cos θ.
 */
const LEFT = 1e-5;

/**
 * ζ grows with the square of the distance d from the side, ζ = 3 c ln(1/R)/(2 L) (d/L)², with the thickness L and the largest
 * speed c along the side (Collino and Tsogka, Geophysics 66, 2001, equation 33).
 */
export function dampingRates(mesh: Mesh, layer: MeshLayer, material: CellMaterial): Rates {
  const { box, thickness } = layer;
  const along = (values: Float64Array, [low, high]: readonly [number, number]): Float64Array => {
    const beyond = (node: number) => [low - values[node], values[node] - high];
    const fastest = [0, 0];
    forEachLayerPoint(mesh, layer, (node, place) => {
      const squared = material.kappa[place] / material.rho[place];
      beyond(node).forEach((distance, end) => {
        if (distance > 0) fastest[end] = Math.max(fastest[end], Math.sqrt(squared));
      });
    });
    const scale = (3 * Math.log(1 / LEFT)) / (2 * thickness);
    return values.map((_, node) =>
      beyond(node).reduce(
        (sum, distance, end) =>
          sum + fastest[end] * scale * (Math.max(0, distance) / thickness) ** 2,
        0,
      ),
    );
  };
  return { x: along(mesh.x, box.x), y: along(mesh.y, box.y) };
}

function forEachLayerPoint(
  mesh: Mesh,
  { first }: MeshLayer,
  visit: (node: number, place: number) => void,
): void {
  for (let place = first * nodesPerCell(mesh); place < mesh.cells.length; place++) {
    visit(mesh.cells[place], place);
  }
}

/** Values at the points of the cells in the rectangle, continued through the layer. */
export function continued(values: Float64Array, { origin }: MeshLayer): Float64Array {
  const out = new Float64Array(values.length + origin.length);
  out.set(values);
  origin.forEach((place, k) => {
    out[values.length + k] = values[place];
  });
  return out;
}
