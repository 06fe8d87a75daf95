/** A short name for the values of arrays, by which two files of equal shapes are told apart. */
import type { Values } from '../statistics.ts';

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** MurmurHash3 (x86, 32 bits; A. Appleby, public domain) of 32-bit words, with the multipliers `c` and `d`. */
function hashWords(words: Uint32Array, seed: number, c: number, d: number): number {
  let hash = seed;
  for (let i = 0; i < words.length; i++) {
    hash ^= Math.imul(rotate(Math.imul(words[i], c), 15), d);
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0;
  }
  hash ^= words.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

const wordsOf = ({ buffer, byteOffset, byteLength }: Values): Uint32Array =>
  new Uint32Array(buffer, byteOffset, byteLength / 4);

const hex = (x: number): string => (x >>> 0).toString(16).padStart(8, '0');

/**
 * 64 bits of two hashes as 16 hexadecimal digits, from the bits of the values in their order. Not against people who
 * want two files to look the same. `crypto.subtle` would be missing on pages that are not served securely.
 */
export function fingerprint(arrays: readonly Values[]): string {
  const hash = (c: number, d: number) =>
    arrays.reduce((seed, values) => hashWords(wordsOf(values), seed, c, d), 0);
  return hex(hash(0xcc9e2d51, 0x1b873593)) + hex(hash(0x239b961b, 0xab0e9789));
}
