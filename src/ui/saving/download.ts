/** Files on their way to the browser's downloads. They never leave the machine. */
import { zipSync, type Zippable } from 'fflate';
import type { ExportFile } from '../../engine/export/files.ts';

/** Floats hardly shrink; texts do. */
const TEXT = /\.(json|csv|py|mjs|md|sac)$/;

/** One file as it is; several in a zip file. */
export function packed(name: string, files: readonly ExportFile[]): ExportFile {
  if (files.length === 1) return files[0];
  const entries: Zippable = {};
  for (const file of files) {
    entries[file.name] = [file.bytes, { level: TEXT.test(file.name) ? 6 : 0 }];
  }
  return { name: `${name}.zip`, bytes: zipSync(entries) };
}

/** Time for the browser to begin reading (ms). */
const READ_MS = 60_000;

export function startDownload({ name, bytes }: ExportFile): void {
  const { buffer, byteOffset, length } = bytes;
  // The memory of large files is not copied; a Blob takes no shared memory.
  const part =
    buffer instanceof ArrayBuffer
      ? new Uint8Array(buffer, byteOffset, length)
      : Uint8Array.from(bytes);
  const url = URL.createObjectURL(new Blob([part]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), READ_MS);
}
