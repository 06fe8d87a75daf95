/** A file to be saved, made in memory. */
export interface ExportFile {
  name: string;
  bytes: Uint8Array;
}

export const textFile = (name: string, text: string): ExportFile => ({
  name,
  bytes: new TextEncoder().encode(text),
});

/** Indented, since people read it too. */
export const jsonFile = (name: string, content: unknown): ExportFile =>
  textFile(name, `${JSON.stringify(content, undefined, 2)}\n`);

/** Why files could not be made, as a sentence; engines say “out of memory” in their own ways. */
export function problemOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return name === 'RangeError'
    ? `There is probably not enough memory for these files (${message}). Use fewer samples, a coarser grid or a smaller network.`
    : message;
}
