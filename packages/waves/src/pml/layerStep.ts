/**
 * A perfectly matched layer around elements of order 2 and above, in the second-order form of Grote and Sim (2010,
 * arXiv:1001.0319): with damping ζ₁(x) and ζ₂(y),
 *
 *   ρ u'' + ρ (ζ₁ + ζ₂) u' + ρ ζ₁ζ₂ u = ∇·(κ ∇u + φ),   φ' = −diag(ζ₁, ζ₂) φ + diag(ζ₂ − ζ₁, ζ₁ − ζ₂) κ ∇u,
 *
 * φ at the points of the layer's cells. Its outer side is fixed.
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
import { gll } from '../spectral/gll.ts';
import type { ElementStiffness } from '../spectral/elementStiffness.ts';
import type { ElementSystem } from '../system.ts';

/** The share of Δt² M⁻¹ K u that makes a step of order four. */
export const FOURTH_ORDER = 1 / 12;
/** The share that makes a step equal to two of half the length. */
const TWO_HALVES = 1 / 16;

export class LayerStep {
  /** Displacement half a step before the current time, [nodes, lanes]: on the layer and the rim. */
  private readonly middle: Float64Array;
  private readonly nodes: { rim: Uint32Array; layer: Uint32Array };
  /** Per node: (Δt/2)²/D and (1 − …)/D of a step of half the length; zero where u is prescribed. */
  private readonly gain: Float64Array;
  private readonly back: Float64Array;
  private readonly ahead: Float64Array;
  /** Which driven nodes these are, by their place in `system.driven`. */
  private readonly drivenHere: Uint32Array;
  /** φ in the directions ξ and η, times the weights of the metric: [cells of the layer, points, 2, lanes]. */
  private readonly auxiliary: Float64Array;
  /** Of φ after half a step: its own factor, and that of κ ∇u, for ξ and η: [cells of the layer, points, 4]. */
  private readonly decay: Float64Array;
  private readonly inLayer: Uint8Array;

  constructor(
    private readonly system: ElementSystem & { layer: NonNullable<ElementSystem['layer']> },
    private readonly stiffness: ElementStiffness,
    dt: number,
    readonly lanes: Lanes,
  ) {
    this.middle = stiffness.vectors.at(-1)!;
    const { elements, mass, damping, fixed, driven, layer } = system;
    const { order, nodes } = elements;
    const perCell = (order + 1) ** 2;
    const half = dt / 2;
    const { x: zetaX, y: zetaY } = layer.rates;
    this.inLayer = new Uint8Array(mass.length);
    const touched = new Uint8Array(mass.length);
    for (let at = layer.rim * perCell; at < nodes.length; at++) {
      touched[nodes[at]] = 1;
      if (at >= layer.first * perCell) this.inLayer[nodes[at]] = 1;
    }
    const list = (keep: (node: number) => boolean) =>
      Uint32Array.from(Array.from(mass.keys()).filter(keep));
    this.nodes = {
      rim: list((node) => touched[node] === 1),
      layer: list((node) => this.inLayer[node] === 1),
    };
    this.drivenHere = driven.map((_, k) => k).filter((k) => touched[driven[k]] === 1);
    this.gain = new Float64Array(mass.length);
    this.back = new Float64Array(mass.length);
    this.ahead = new Float64Array(mass.length);
    for (const node of this.nodes.rim) {
      if (fixed[node]) continue;
      const own = damping[node] / mass[node];
      const [sum, product] = [zetaX[node] + zetaY[node], zetaX[node] * zetaY[node]];
      // An absorbing end of the layer: κ ∂u/∂n = −Z (u' + ζ u), ζ of the direction along it.
      const slow = ((sum + own) * half) / 2;
      const stiff = ((product + own * sum) * half * half) / 2;
      const denominator = 1 + slow + stiff;
      this.gain[node] = (half * half) / (mass[node] * denominator);
      this.ahead[node] = 2 / denominator;
      this.back[node] = (1 - slow + stiff) / denominator;
    }
    const points = nodes.length - layer.first * perCell;
    this.auxiliary = new Float64Array(2 * points * lanes);
    this.decay = new Float64Array(4 * points);
    for (let k = 0; k < points; k++) {
      const node = nodes[layer.first * perCell + k];
      const [one, two] = [zetaX[node], zetaY[node]];
      const [forOne, forTwo] = [1 + (one * half) / 2, 1 + (two * half) / 2];
      this.decay.set(
        [
          (1 - (one * half) / 2) / forOne,
          (half * (two - one)) / forOne,
          (1 - (two * half) / 2) / forTwo,
          (half * (one - two)) / forTwo,
        ],
        4 * k,
      );
    }
  }

  /** Back to rest. */
  reset(): void {
    this.middle.fill(0);
    this.auxiliary.fill(0);
  }

  /** The share of Δt² M⁻¹ K u at a node. */
  share(node: number): number {
    return this.ahead[node] === 0 ? FOURTH_ORDER : TWO_HALVES;
  }

  /** Whether a node belongs to a cell of the layer. */
  has(node: number): boolean {
    return this.inLayer[node] === 1;
  }

  /** u(−Δt/2) of a lane, where a step starts. */
  start(before: (node: number) => number, lane: number): void {
    for (const node of this.nodes.rim) this.middle[node * this.lanes + lane] = before(node);
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
    this.advance(this.nodes.rim, u, middle, pulling, middle);
  }

  /** After the step of the rectangle: the layer’s second half. `pulling` is zero, and is so again in the end. */
  second(u: Float64Array, next: Float64Array, pulling: Float64Array): void {
    const { middle, nodes, system, lanes } = this;
    this.stiffness.apply(middle, pulling, system.layer.rim, system.layer.first);
    this.apply(middle, pulling);
    this.advance(nodes.layer, middle, u, pulling, next);
    for (const node of nodes.rim) {
      for (let at = node * lanes; at < (node + 1) * lanes; at++) pulling[at] = 0;
    }
  }

  /** A step of half the length on some nodes: from `before` and `now` to `next`. */
  private advance(
    nodes: Uint32Array,
    now: Float64Array,
    before: Float64Array,
    pulling: Float64Array,
    next: Float64Array,
  ): void {
    const { gain, back, ahead, lanes } = this;
    for (const node of nodes) {
      if (ahead[node] === 0) continue;
      for (let at = node * lanes; at < (node + 1) * lanes; at++) {
        next[at] = ahead[node] * now[at] - back[node] * before[at] - gain[node] * pulling[at];
      }
    }
  }

  /** to += K from − ∇·φ on the layer’s cells; φ goes on half a step, and its mean counts. */
  private apply(from: Float64Array, to: Float64Array): void {
    const { lanes, auxiliary, decay } = this;
    const { elements, layer } = this.system;
    const { order, nodes, metric } = elements;
    const count = order + 1;
    const perCell = count * count;
    const { derivative } = gll(order);
    const start = layer.first * perCell;
    const [alongXi, alongEta] = [new Float64Array(perCell), new Float64Array(perCell)];
    for (let lane = 0; lane < lanes; lane++) {
      for (let at = start; at < nodes.length; at += perCell) {
        for (let place = 0; place < perCell; place++) {
          const i = place % count;
          const j = (place - i) / count;
          let [uXi, uEta] = [0, 0];
          for (let k = 0; k < count; k++) {
            uXi += derivative[i * count + k] * from[nodes[at + j * count + k] * lanes + lane];
            uEta += derivative[j * count + k] * from[nodes[at + k * count + i] * lanes + lane];
          }
          // Where φ is not zero, cells are upright rectangles.
          const m = 3 * at + place;
          const fluxXi = metric[m] * uXi + metric[m + perCell] * uEta;
          const fluxEta = metric[m + perCell] * uXi + metric[m + 2 * perCell] * uEta;
          const point = at - start + place;
          const xi = 2 * point * lanes + lane;
          const eta = xi + lanes;
          const d = 4 * point;
          const afterXi = decay[d] * auxiliary[xi] + decay[d + 1] * fluxXi;
          const afterEta = decay[d + 2] * auxiliary[eta] + decay[d + 3] * fluxEta;
          alongXi[place] = fluxXi + (auxiliary[xi] + afterXi) / 2;
          alongEta[place] = fluxEta + (auxiliary[eta] + afterEta) / 2;
          auxiliary[xi] = afterXi;
          auxiliary[eta] = afterEta;
        }
        for (let place = 0; place < perCell; place++) {
          const i = place % count;
          const j = (place - i) / count;
          let sum = 0;
          for (let k = 0; k < count; k++) {
            sum += derivative[k * count + i] * alongXi[j * count + k];
            sum += derivative[k * count + j] * alongEta[k * count + i];
          }
          to[nodes[at + place] * lanes + lane] += sum;
        }
      }
    }
  }
}
