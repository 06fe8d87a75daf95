/** What is prescribed on the driven nodes of an integration. */
export class DrivenNodes {
  /** u (m) on the nodes after the next step, [nodes, lanes]. */
  readonly held: Float64Array;

  constructor(
    /** As in `System`. */
    readonly nodes: Uint32Array,
    private readonly lanes: number,
  ) {
    this.held = new Float64Array(nodes.length * lanes);
  }

  /** Back to rest. */
  reset(): void {
    this.held.fill(0);
  }

  /** Holds the values (m) of one lane, in the order of the nodes. */
  prescribe(values: ArrayLike<number>, lane: number): void {
    const { held, lanes } = this;
    for (let k = lane, i = 0; k < held.length; k += lanes, i++) held[k] = values[i];
  }

  /** Writes what is held into u, [all nodes, lanes]. */
  put(u: Float64Array): void {
    const { nodes, held, lanes } = this;
    for (let k = 0; k < nodes.length; k++) {
      for (let lane = 0; lane < lanes; lane++) u[nodes[k] * lanes + lane] = held[k * lanes + lane];
    }
  }
}
