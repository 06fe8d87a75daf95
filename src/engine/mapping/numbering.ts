/** The numbers of a file’s samples, and which of them train and test. */
import type { Mapping, Slice } from './mapping.ts';
import { sliceEnds } from './parts.ts';

export interface ChosenSamples {
  /** Numbers of samples in the order in which they are used: those that train come first. */
  numbers: readonly number[];
  /** How many train and how many test, where the mapping says so. */
  split?: { train: number; test: number };
}

/** Of ascending `numbers`, those in the slice. What is negative in it counts from behind the last number. */
export function numbersIn(slice: Slice | undefined, numbers: readonly number[]): number[] {
  const [from, to] = sliceEnds(slice, (numbers.at(-1) ?? -1) + 1);
  const step = slice?.step ?? 1;
  return numbers.filter((n) => n >= from && n < to && (n - from) % step === 0);
}

/** Which of a file’s samples, given by their ascending numbers, are used. */
export function chooseSamples(
  { split, without = [] }: Pick<Mapping, 'split' | 'without'>,
  all: readonly number[],
): ChosenSamples {
  const left = new Set(without);
  const kept = (slice?: Slice) => numbersIn(slice, all).filter((n) => !left.has(n));
  if (split.by === 'order') return { numbers: kept(split.samples) };
  const [train, test] = [kept(split.train), kept(split.test)];
  return {
    numbers: [...train, ...test],
    split: { train: train.length, test: test.length },
  };
}
