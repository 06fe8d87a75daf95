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
