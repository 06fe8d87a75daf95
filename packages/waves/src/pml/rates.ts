/** How fast a layer damps. */
import type { CellMaterial } from '../assembly.ts';
import type { Condition } from '../condition.ts';
import { nodesPerCell, type Mesh, type MeshLayer } from '../mesh/mesh.ts';

type Conditions = Readonly<Record<string, Condition>>;

/** Damping ζ (1/s) of waves along x and along y, per node: zero but in the layer. */
export interface Rates {
  x: Float64Array;
  y: Float64Array;
  /** How fast φ along x and along y fades beyond what ζ does (1/s): in ducts. */
  leak: readonly [x: number, y: number];
}

/**
 * The share of the amplitude that the layer lets back to its beginning, at normal incidence and where waves are fastest, if it
 * were not cut into cells; at the angle θ it is this to the power cos θ.
 */
const LEFT = 1e-5;

/** α/(ck) in a duct, see `ductLeak`. */
const LEAK = 0.15;
/** αL/c beyond which a layer is passive for fields of any k, and for those with kL < π/2. */
const MOST = 0.22;
const ENOUGH = 0.14;

/**
 * ζ grows with the square of the distance d from the side, ζ = 3 c ln(1/R)/(2 L) (d/L)², with the thickness L and the largest
 * speed c along the side (Collino and Tsogka, Geophysics 66, 2001, equation 33).
 */
export function dampingRates(
  mesh: Mesh,
  layer: MeshLayer,
  material: CellMaterial,
  conditions: Conditions,
): Rates {
  const { box, thickness } = layer;
  const along = (
    values: Float64Array,
    [low, high]: readonly [number, number],
  ): { rates: Float64Array; fastest: number } => {
    const beyond = (node: number) => [low - values[node], values[node] - high];
    const fastest = [0, 0];
    forEachLayerPoint(mesh, layer, (node, place) => {
      const squared = material.kappa[place] / material.rho[place];
      beyond(node).forEach((distance, end) => {
        if (distance > 0) fastest[end] = Math.max(fastest[end], Math.sqrt(squared));
      });
    });
    const scale = (3 * Math.log(1 / LEFT)) / (2 * thickness);
    const rates = values.map((_, node) =>
      beyond(node).reduce(
        (sum, distance, end) =>
          sum + fastest[end] * scale * (Math.max(0, distance) / thickness) ** 2,
        0,
      ),
    );
    return { rates, fastest: Math.max(...fastest) };
  };
  const [x, y] = [along(mesh.x, box.x), along(mesh.y, box.y)];
  // The layers beyond bottom and top end a duct between left and right, and φ along x leaks in them.
  const leak = [
    y.fastest * ductLeak(box.x, thickness, conditions.left, conditions.right),
    x.fastest * ductLeak(box.y, thickness, conditions.bottom, conditions.top),
  ] as const;
  return { x: x.rates, y: y.rates, leak };
}

/**
 * In a duct, whose walls beside the open end are fixed or free, fields that vary across it don't travel at ω < ck: with k = π/H
 * and the width H, they fall as exp(−qd), q² = k² − ω²/c². Something slow traps them. The layer turns their phase by 2q ln(1/R) c/(2ω)
 * before it returns them, and from half a turn on it feeds them instead of damping them. φ along the side that leaks at the
 * rate α prevents that: with α > 0.14 ck the layer is passive, Im G ≥ 0 at all ω < ck for κ ∂u/∂n = −G u at its
 * beginning. Thick layers need less: 0.22 c/L at any k, 0.14 c/L up to kL = π/2. Waves straight into the layer stay as they are; for those at
 * an angle the layer is no longer matched exactly, with an error that falls with α/ω.
 *
 * Between fixed walls, fields that are odd about the middle don't travel below twice that ω,
 * and k is 2π/H.
 */
function ductLeak(
  [low, high]: readonly [number, number],
  thickness: number,
  ...walls: readonly (Condition | undefined)[]
): number {
  // Sides without a condition are free.
  if (!walls.every((wall) => wall === undefined || wall === 'free' || wall === 'fixed')) return 0;
  const [halves, most] = walls.every((wall) => wall === 'fixed') ? [2, MOST] : [1, ENOUGH];
  return Math.min((LEAK * halves * Math.PI) / (high - low), most / thickness);
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
