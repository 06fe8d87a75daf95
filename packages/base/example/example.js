// A WebAssembly module, assembled from instructions, and random numbers that are the same everywhere.
import { mean } from 'slimwave-base/math';
import { randomStream } from 'slimwave-base/random';
import { assemble } from 'slimwave-base/wasm/assembler';
import { F32, I32 } from 'slimwave-base/wasm/encoding';
import { f32, get } from 'slimwave-base/wasm/instructions';
import { compile } from 'slimwave-base/wasm/support';

export function example() {
  const [ADDRESS, FACTOR] = [0, 1];
  const bytes = assemble([
    {
      name: 'scale',
      parameters: [I32, F32],
      locals: [],
      body: f32.store(get(ADDRESS), f32.multiply(f32.load(get(ADDRESS)), get(FACTOR))),
    },
  ]);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { scale } = new WebAssembly.Instance(compile(bytes), { host: { memory } }).exports;
  const numbers = new Float32Array(memory.buffer, 0, 1);
  numbers[0] = 21;
  scale(numbers.byteOffset, 2);

  const random = randomStream(7, 'example');
  const drawn = Array.from({ length: 1000 }, () => random.normal());
  return [`21 times 2 is ${numbers[0]}.`, `The mean of 1000 numbers is ${mean(drawn).toFixed(4)}.`];
}
