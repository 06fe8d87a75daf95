/**
 * A perfectly matched layer around elements of order 2 and above, in the second-order form of Grote and Sim (2010,
 * arXiv:1001.0319): with damping ζ₁(x) and ζ₂(y),
 *
 *   ρ u'' + ρ (ζ₁ + ζ₂) u' + ρ ζ₁ζ₂ u = ∇·(κ ∇u + φ),   φ' = −diag(ζ₁, ζ₂) φ + diag(ζ₂ − ζ₁, ζ₁ − ζ₂) κ ∇u,
 *
 * φ at the points of the layer's cells. Its outer side is fixed. In ducts φ along the side also leaks, see `rates.ts`.
 *
 * In time. A scheme that applies K twice a step, K − Δt²/12 K M⁻¹ K, turns the fastest waves of the mesh back: those with
 * λ Δt² > 6 run against their phase, and any layer that damps waves by their phase makes them grow. Therefore the layer takes two
 * steps of central differences of Δt/2 each, where no such waves exist (λ (Δt/2)² < 3). Without damping, two such steps are
 * the same as one of Δt with K − Δt²/16 K M⁻¹ K. So the cells at the rim of the rectangle take 1/16 for 1/12, and the two parts
 * fit exactly: as one scheme without damping it keeps an energy.
 *
 *   v = uⁿ⁺½ on the layer and the rim, from K uⁿ;   uⁿ⁺¹ in the layer from K v.
 */
import type { Lanes } from '../kernel.ts';
import type { ElementStiffness, HalfStep, Matched } from '../spectral/elementStiffness.ts';
import type { ElementSystem } from '../system.ts';

/** The share of Δt² M⁻¹ K u that makes a step of order four. */
export const FOURTH_ORDER = 1 / 12;
/** The share that makes a step equal to two of half the length. */
const TWO_HALVES = 1 / 16;

/** How φ goes on in the cells of the layer, in steps of dt/2 (s): semi-implicit. */
export function matchedCells({ elements, layer }: ElementSystem, dt: number): Matched | undefined {
  if (!layer) return undefined;
  const { order, nodes } = elements;
  const first = layer.matched;
  const start = first * (order + 1) ** 2;
  const half = dt / 2;
  const decay = new Float64Array(4 * (nodes.length - start));
  for (let k = start; k < nodes.length; k++) {
    const rates = [layer.rates.x[nodes[k]], layer.rates.y[nodes[k]]];
    for (const axis of [0, 1]) {
      const own = ((rates[axis] + layer.rates.leak[axis]) * half) / 2;
      const at = 4 * (k - start) + 2 * axis;
      decay[at] = (1 - own) / (1 + own);
      decay[at + 1] = (half * (rates[1 - axis] - rates[axis])) / (1 + own);
    }
  }
  return { first, decay };
}

/** Diagonals that `LayerStep` takes of its `ElementStiffness`. */
export const LAYER_DIAGONALS = 8;

export class LayerStep {
  /** Displacement half a step before the current time, [nodes, lanes]: on the layer and the rim. */
  readonly middle: Float64Array;
  /** Nodes of the layer and the rim. */
  readonly rim: Uint32Array;
  /** The two halves of a step: on these nodes, and on those of the layer alone. Where u is prescribed it is kept. */
  readonly halves: readonly [HalfStep, HalfStep];
  /** Which driven nodes these are, by their place in `system.driven`. */
  private readonly drivenHere: Uint32Array;
  private readonly inLayer: Uint8Array;
  /** Whether a node is moved in steps of half the length. */
  readonly halved: Uint8Array;

  constructor(
    private readonly system: ElementSystem & { layer: NonNullable<ElementSystem['layer']> },
    private readonly stiffness: ElementStiffness,
    dt: number,
    readonly lanes: Lanes,
  ) {
    this.middle = stiffness.vectors.at(-1)!;
    const { elements, mass, fixed, driven, layer } = system;
    const { order, nodes } = elements;
    const perCell = (order + 1) ** 2;
    this.inLayer = new Uint8Array(mass.length);
    const touched = new Uint8Array(mass.length);
    for (let at = layer.rim * perCell; at < nodes.length; at++) {
      touched[nodes[at]] = 1;
      if (at >= layer.first * perCell) this.inLayer[nodes[at]] = 1;
    }
    this.halved = touched.map((one, node) => (one === 1 && fixed[node] === 0 ? 1 : 0));
    this.rim = Uint32Array.from(Array.from(mass.keys()).filter((node) => touched[node] === 1));
    this.drivenHere = driven.map((_, k) => k).filter((k) => touched[driven[k]] === 1);
    const [first, second] = [0, 1].map((half): HalfStep => {
      const [keep, ahead, back, gain] = stiffness.diagonals.slice(-LAYER_DIAGONALS + 4 * half);
      return { keep, ahead, back, gain };
    });
    this.halves = [first, second];
    second.keep.fill(1);
    for (const node of this.rim) {
      if (this.halved[node] === 0) {
        first.keep[node] = 1;
        continue;
      }
      this.write(first, node, dt / 2);
      if (this.inLayer[node] === 0) continue;
      this.write(second, node, dt / 2);
      second.keep[node] = 0;
    }
  }

  private write({ ahead, back, gain }: HalfStep, node: number, half: number): void {
    const { mass, damping, layer } = this.system;
    const own = damping[node] / mass[node];
    const [zetaX, zetaY] = [layer.rates.x[node], layer.rates.y[node]];
    const [sum, product] = [zetaX + zetaY, zetaX * zetaY];
    // An absorbing end of the layer: κ ∂u/∂n = −Z (u' + ζ u), ζ of the direction along it.
    const slow = ((sum + own) * half) / 2;
    const stiff = ((product + own * sum) * half * half) / 2;
    const denominator = 1 + slow + stiff;
    gain[node] = (half * half) / (mass[node] * denominator);
    ahead[node] = 2 / denominator;
    back[node] = (1 - slow + stiff) / denominator;
  }

  /** Back to rest. */
  reset(): void {
    this.middle.fill(0);
    this.stiffness.resetMatched();
  }

  /** The share of Δt² M⁻¹ K u at a node. */
  share(node: number): number {
    return this.halved[node] === 1 ? TWO_HALVES : FOURTH_ORDER;
  }

  /** Whether a node belongs to a cell of the layer. */
  has(node: number): boolean {
    return this.inLayer[node] === 1;
  }

  /** u(−Δt/2) of a lane, where a step starts. */
  start(before: (node: number) => number, lane: number): void {
    for (const node of this.rim) this.middle[node * this.lanes + lane] = before(node);
  }

  /** After K u − f of the rectangle: adds that of the layer, and goes on half a step. `held` is u on driven nodes after the step. */
  first(u: Float64Array, previous: Float64Array, pulling: Float64Array, held: Float64Array): void {
    const { middle, lanes } = this;
    this.apply(u, pulling);
    for (const k of this.drivenHere) {
      for (let lane = 0; lane < lanes; lane++) {
        const at = this.system.driven[k] * lanes + lane;
        middle[at] = (3 * held[k * lanes + lane] + 6 * u[at] - previous[at]) / 8;
      }
    }
    this.stiffness.halfStep(u, middle, pulling, middle, this.halves[0]);
  }

  /** After the step of the rectangle: the layer’s second half. `pulling` is zero, and is so again in the end. */
  second(u: Float64Array, next: Float64Array, pulling: Float64Array): void {
    const { middle, stiffness, system } = this;
    stiffness.apply(middle, pulling, system.layer.rim, system.layer.first);
    this.apply(middle, pulling);
    stiffness.halfStep(middle, u, pulling, next, this.halves[1]);
    pulling.fill(0);
  }

  /** to += K from − ∇·φ on the layer’s cells; φ goes on half a step, and its mean counts. */
  private apply(from: Float64Array, to: Float64Array): void {
    const { stiffness, system } = this;
    const { first, matched } = system.layer;
    stiffness.apply(from, to, first, matched);
    stiffness.stepMatched(from, to);
  }
}
