/**
 * tfjs's WebAssembly with a memory that threads can share. Its single-threaded build has a memory of its own,
 * which one flag of the binary makes shared; the code is the same.
 *
 * Format: WebAssembly Core Specification 2.0, section 5.5; the threads proposal adds the flag.
 */
const MEMORY_SECTION = 5;
const HEADER_BYTES = 8;
const [HAS_MAXIMUM, SHARED_WITH_MAXIMUM] = [0x01, 0x03];

/** Reads an unsigned LEB128 number; returns it and where the next thing begins. */
function unsignedAt(bytes: Uint8Array, start: number): [value: number, next: number] {
  let [value, shift, at] = [0, 0, start];
  for (;;) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte < 0x80) return [value, at];
  }
}

/**
 * A copy of the binary whose one memory is shared. Throws if it has no memory, or one without the maximum that a
 * shared memory needs.
 */
export function withSharedMemory(binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(binary);
  for (let at = HEADER_BYTES; at < bytes.length;) {
    const id = bytes[at];
    const [length, start] = unsignedAt(bytes, at + 1);
    if (id === MEMORY_SECTION) {
      const [count, limits] = unsignedAt(bytes, start);
      if (count !== 1 || bytes[limits] !== HAS_MAXIMUM) break;
      bytes[limits] = SHARED_WITH_MAXIMUM;
      return bytes;
    }
    at = start + length;
  }
  throw new Error('This WebAssembly file has no memory that could be shared.');
}
