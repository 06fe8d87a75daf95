/**
 * Fused multiply-adds: a·b + c with a single rounding, in one instruction where a product and a sum take two.
 *
 * WebAssembly has them as a relaxed instruction: engines may round once or twice, as suits the processor. Which of
 * the two it is decides the last bits of every sum, so it is found out: fused, all processors give the same bits.
 */
import { assemble } from 'slimwave-base/wasm/assembler';
import { I32 } from 'slimwave-base/wasm/encoding';
import { get } from 'slimwave-base/wasm/instructions';
import { isValid } from 'slimwave-base/wasm/support';
import { vectors } from './numbers.ts';

const LANES = 4;

/** `probe(at)`: of the three vectors at the address, the first times the second plus the third takes the place of the first. */
function probeModule(): Uint8Array<ArrayBuffer> {
  const { load, store, fused } = vectors(true);
  const [a, b, c] = [0, 1, 2].map((k) => load(get(0), k));
  const body = store(get(0), 0, fused(c, a, b));
  return assemble([{ name: 'probe', parameters: [I32], locals: [], body }]);
}

/** Whether this browser has the instruction, and rounds once: (1 + δ)² − (1 + 2δ) = δ², which two roundings lose. */
export function fusesMultiplyAdd(): boolean {
  const bytes = probeModule();
  if (!isValid(bytes)) return false;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const numbers = new Float32Array(memory.buffer);
  const deltas = Array.from({ length: LANES }, (_, lane) => 2 ** -(13 + lane));
  numbers.set(deltas.map((delta) => 1 + delta));
  numbers.set(numbers.subarray(0, LANES), LANES);
  numbers.set(
    deltas.map((delta) => -1 - 2 * delta),
    2 * LANES,
  );
  const module = new WebAssembly.Module(bytes);
  const { probe } = new WebAssembly.Instance(module, { host: { memory } }).exports;
  (probe as (at: number) => void)(0);
  return deltas.every((delta, lane) => numbers[lane] === delta ** 2);
}
