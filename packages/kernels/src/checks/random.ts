/** Random numbers from a seed, the same in every browser and in Node. For test data, not for statistics. */

export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform integer, both ends included. */
  between(low: number, high: number): number;
  pick<T>(choices: readonly T[]): T;
  /** Standard normal numbers (Box and Muller 1958), rounded to float32. */
  normals(count: number): Float32Array;
}

/** FNV-1a: a stream of its own for every label. */
function hash(label: string, seed: number): number {
  let state = 0x811c9dc5 ^ seed;
  for (let i = 0; i < label.length; i++) {
    state = Math.imul(state ^ label.charCodeAt(i), 0x01000193);
  }
  return state >>> 0;
}

/** Mulberry32 (T. Ettinger 2017), 32 bits of state. */
export function createRandom(seed: number, label: string): Random {
  let state = hash(label, seed);
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => {
    // 1 − u lies in (0, 1], so that the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  };
  const between = (low: number, high: number) => low + Math.floor(uniform() * (high - low + 1));
  return {
    uniform,
    between,
    pick: (choices) => choices[between(0, choices.length - 1)],
    normals: (count) => Float32Array.from({ length: count }, normal),
  };
}
