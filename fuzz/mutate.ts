/** Damage that any format can suffer. */
import type { RandomStream } from '../src/engine/random.ts';

export const pick = <T>(random: RandomStream, choices: readonly T[]): T =>
  choices[random.below(choices.length)];

/** Bytes that parsers trip over more often than over others. */
const TELLING = [0, 1, 0x7f, 0x80, 0xff];

/** Up to `most` single bytes, each set, flipped in one bit or taken from somewhere else in the file. */
export function changeBytes(bytes: Uint8Array, random: RandomStream, most = 8): Uint8Array {
  const changed = bytes.slice();
  if (changed.length === 0) return changed;
  for (let left = 1 + random.below(most); left > 0; left--) {
    const at = random.below(changed.length);
    changed[at] = pick(random, [
      changed[at] ^ (1 << random.below(8)),
      pick(random, TELLING),
      changed[random.below(changed.length)],
      random.below(256),
    ]);
  }
  return changed;
}

/** The beginning of the file, the file without a piece of it, or with a piece twice. */
export function changeLength(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const at = random.below(bytes.length + 1);
  const length = random.below(1 + Math.min(bytes.length - at, 1 << random.below(12)));
  const [head, piece, tail] = [
    bytes.subarray(0, at),
    bytes.subarray(at, at + length),
    bytes.subarray(at + length),
  ];
  return pick(random, [
    () => head.slice(),
    () => joined(head, tail),
    () => joined(head, piece, piece, tail),
  ])();
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A text with pieces left out, doubled, exchanged or replaced by one of `words`. */
export function changeText(text: string, random: RandomStream, words: readonly string[]): string {
  let changed = text;
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(changed.length + 1);
    const length = random.below(1 + Math.min(changed.length - at, 1 << random.below(6)));
    const [head, piece, tail] = [
      changed.slice(0, at),
      changed.slice(at, at + length),
      changed.slice(at + length),
    ];
    changed = pick(random, [
      head,
      head + tail,
      head + piece + piece + tail,
      head + pick(random, words) + tail,
      head + pick(random, words) + piece + tail,
    ]);
  }
  return changed;
}
