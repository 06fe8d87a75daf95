/** Opening any file that the page can use, however it came: told apart by how it begins. */
import { LoadError } from '../loading/chunk.ts';
import { formatPrefixed } from '../shared/numbers.ts';
import type { Media } from './media.ts';
import type { Models } from './models.ts';
import type { DataFiles } from './openData.ts';
import type { Settings } from './settings.ts';

/** What came of it, as a sentence. */
export interface Outcome {
  failed: boolean;
  text: string;
}

/** An experiment file has a few hundred bytes. */
const MAX_EXPERIMENT_BYTES = 100_000;

/** Blanks, byte order marks and the zeros of UTF-16. */
const BEFORE_TEXT: ReadonlySet<number> = new Set([0, 9, 10, 13, 32, 0xef, 0xbb, 0xbf, 0xfe, 0xff]);

/** Whether a file that begins like this is JSON; everything else is taken for data. */
function looksLikeJson(name: string, head: Uint8Array): boolean {
  const first = head.find((byte) => !BEFORE_TEXT.has(byte));
  const begins = first === 0x7b || first === 0x5b;
  // Safetensors have the length of their header before the brace, an experiment only blanks and marks.
  return /\.json$/i.test(name) || (begins && !/\.safetensors$/i.test(name) && !isLength(head));
}

/** Eight bytes of a length that ends in zeros, as no text has them. */
const isLength = (head: Uint8Array): boolean =>
  head.length > 8 && head[8] === 0x7b && head.subarray(5, 8).every((byte) => byte === 0);

function refusal(name: string, error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  const sentence =
    error instanceof LoadError || (error instanceof Error && error.name === 'DataFileError');
  return { failed: true, text: sentence ? message : `${name} can’t be read: ${message}` };
}

export class Files {
  constructor(
    private readonly settings: Settings,
    private readonly data: DataFiles,
    private readonly models: Models,
    private readonly media: Media,
  ) {}

  /**
   * Opens an experiment, a background, a trained model or a data file, or several data files as one data set. Never rejects: what is no
   * good changes nothing.
   */
  async open(file: File, ...more: readonly File[]): Promise<Outcome> {
    let json = false;
    const isLatest = this.media.begin();
    try {
      const head = new Uint8Array(await file.slice(0, 64).arrayBuffer());
      json = looksLikeJson(file.name, head);
      const text =
        json && more.length === 0
          ? await this.openExperiment(file)
          : await this.openBinary(head, [file, ...more], isLatest);
      return { failed: false, text };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (json) return { failed: true, text: `${file.name} was not opened. ${message}` };
      return refusal(file.name, error);
    }
  }

  /** Takes the file as the background of the scene. Never rejects: what is no good changes nothing. */
  async openBackground(file: File): Promise<Outcome> {
    try {
      return { failed: false, text: await this.media.take(file, this.media.begin()) };
    } catch (error) {
      return refusal(file.name, error);
    }
  }

  /** Asks how the data that is open is to be read instead. Never rejects. */
  async changeData(): Promise<Outcome> {
    try {
      return { failed: false, text: await this.data.change() };
    } catch (error) {
      return refusal('The file', error);
    }
  }

  /** The dialog on data that is being opened. */
  get asked(): DataFiles['asked'] {
    return this.data.asked;
  }

  /** Gives up the file that is being read, if any. */
  cancelReading(): void {
    this.data.cancelReading();
    this.models.cancelReading();
    this.media.cancelReading();
  }

  /** Several files are a data set. */
  private async openBinary(
    head: Uint8Array,
    files: readonly [File, ...File[]],
    isLatest: () => boolean,
  ): Promise<string> {
    if (files.length > 1) return this.data.open(files);
    return (
      (await this.media.open(files[0], head, isLatest)) ??
      (await this.models.open(files[0], head)) ??
      this.data.open(files)
    );
  }

  private async openExperiment(file: File): Promise<string> {
    if (file.size > MAX_EXPERIMENT_BYTES) {
      throw new Error(
        `It has ${formatPrefixed(file.size, 'B')}, and an experiment file has a few hundred bytes. Results are opened under Trade-off, Open results.`,
      );
    }
    this.settings.openFile(new Uint8Array(await file.arrayBuffer()));
    return `${file.name} is open.`;
  }
}
