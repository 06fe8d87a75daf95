/** Text files in UTF-8 and UTF-16; Windows' editors write the latter, and byte order marks. */

/** Undefined for bytes that are no such text. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    // The decoder takes a byte order mark away.
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    // No text has zeros; what is in UTF-32 does, read as anything else.
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** By the byte order mark, or by where the zeros of the first character are. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((first === 0xff && second === 0xfe) || (first > 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second > 0)) return 'utf-16be';
  return 'utf-8';
}
