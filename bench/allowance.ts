/** Time that a part of the benchmark has: without an end, unless it is given one. */
export class Allowance {
  private readonly began = performance.now();

  constructor(private readonly ms = Infinity) {}

  /** Milliseconds that are left; not below zero. */
  get left(): number {
    return Math.max(0, this.began + this.ms - performance.now());
  }
}
