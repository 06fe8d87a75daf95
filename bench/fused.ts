/** Fused multiply-adds on wasm in Node, as browsers have them. */
import { setFlagsFromString } from 'node:v8';

/** The first version of Node that has relaxed SIMD without a flag. */
const WITHOUT_FLAG = 21;

/** Call before anything asks whether WebAssembly has them. */
export function allowFusing(): void {
  if (Number.parseInt(process.versions.node, 10) >= WITHOUT_FLAG) return;
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}
