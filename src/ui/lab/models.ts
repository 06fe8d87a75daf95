/** Trained models from files: what is open in their dialog, and what becomes of them. */
import { createStore } from 'zustand/vanilla';
import type { ModelFile } from '../../engine/import/modelFile.ts';
import { chunk } from '../loading/chunk.ts';
import type { Parts } from './parts.ts';
import type { Settings } from './settings.ts';

/** Reads a file of a trained model; rejects with `DataFileError`, or when the signal aborts. */
export type ReadModel = (file: File, signal: AbortSignal) => Promise<ModelFile>;

const code = chunk('What reads trained models', () => import('./openModel.ts'));

const begins = (head: Uint8Array, ...magic: number[]): boolean =>
  magic.every((byte, i) => head[i] === byte);

/** Whether a file that begins like this may be a trained model: zip, safetensors, a pickle, ONNX or Keras's HDF5. */
const mayBeModel = (name: string, head: Uint8Array): boolean =>
  begins(head, 0x50, 0x4b) ||
  head[8] === 0x7b ||
  begins(head, 0x80) ||
  begins(head, 0x08) ||
  begins(head, 0x89, 0x48, 0x44, 0x46) ||
  /\.onnx$/i.test(name);

export class Models {
  /** The model that the dialog is about. */
  readonly shown = createStore<{ file?: ModelFile }>()(() => ({}));
  private reading?: AbortController;

  constructor(
    private readonly parts: Parts,
    private readonly settings: Settings,
    private readonly read: ReadModel,
  ) {}

  cancelReading(): void {
    this.reading?.abort();
  }

  /** Closes the dialog. */
  close(): void {
    this.shown.setState({ file: undefined });
    this.parts.withdrawNotices('dropped file');
  }

  /**
   * Opens the file if it is one of a trained model, and says what became of it; undefined if it is another file. Rejects
   * with a `DataFileError`: everything is as it was then.
   */
  async open(file: File, head: Uint8Array): Promise<string | undefined> {
    if (!mayBeModel(file.name, head)) return undefined;
    const { isModel, openModel } = await code();
    if (!(await isModel(file))) return undefined;
    this.cancelReading();
    const mine = new AbortController();
    this.reading = mine;
    const { store } = this.parts;
    store.setState({ reading: { name: file.name, share: 0 } });
    try {
      const model = await this.read(file, mine.signal);
      return openModel(model, { ...this.parts, settings: this.settings, shown: this.shown });
    } finally {
      if (this.reading === mine) {
        this.reading = undefined;
        store.setState({ reading: undefined });
      }
    }
  }
}
