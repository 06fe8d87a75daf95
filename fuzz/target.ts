/**
 * What is fuzzed. Every target makes inputs from a seed, so that a failure can be made again from its number alone,
 * and knows what must hold for each of them.
 */
import { randomStream, type RandomStream } from '../src/engine/random.ts';

/** An input was either read, and what came out is sound, or refused with a sentence. */
export type Verdict = 'read' | 'refused';

export interface FuzzTarget<Input = unknown> {
  readonly name: string;
  make(random: RandomStream): Input | Promise<Input>;
  /** Throws where an invariant is broken. */
  judge(input: Input): Verdict | Promise<Verdict>;
}

/** A target whose type of input nobody outside needs to know. */
export interface Fuzzed {
  readonly name: string;
  /** Makes input number `index` of a seed and judges it. Throws where an invariant is broken. */
  run(seed: number, index: number): Promise<{ verdict: Verdict; milliseconds: number }>;
}

export function fuzzed<Input>(target: FuzzTarget<Input>): Fuzzed {
  const { name } = target;
  return {
    name,
    async run(seed, index) {
      const input = await target.make(randomStream(seed, `fuzz ${name} ${index}`));
      const started = performance.now();
      const verdict = await target.judge(input);
      return { verdict, milliseconds: performance.now() - started };
    },
  };
}

/** Throws unless the message is a sentence that a person can act on. */
export function expectSentence(message: string): void {
  if (!/^[^\s][^]*[.!?)”]$/.test(message)) throw new Error(`Not a sentence: ${message}`);
  if (message.length > 2000) throw new Error(`A sentence of ${message.length} characters.`);
  if (/\bundefined\b|\[object/.test(message)) throw new Error(`Leaks a value: ${message}`);
}
