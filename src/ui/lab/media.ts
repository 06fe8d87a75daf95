/** Backgrounds from files: arrays of wave speeds, and pictures. */
import { DataFileError } from '../../engine/files/arrays.ts';
import type { ByteSource } from '../../engine/files/container/container.ts';
import { isPicture, isZip } from '../../engine/files/signatures.ts';
import { mediumOf, openMedium, type MediumFile } from '../../engine/scene/mediumFile.ts';
import { anotherMedium, mediumSettings } from '../../engine/scene/mediumSettings.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { formatPlain } from '../shared/numbers.ts';
import { chunk } from '../loading/chunk.ts';
import type { Parts } from './parts.ts';
import type { Settings } from './settings.ts';

const code = chunk('What reads backgrounds', () => import('./openMedium.ts'));

/** A page can only read with waiting. */
export const sourceOf = (file: File): ByteSource => ({
  name: file.name,
  size: file.size,
  read: async (offset, length) =>
    new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
});

/** Whether a file that begins like this may be a background: PNG, JPEG, or a zip file that is called .npz. */
const mayBeMedium = (name: string, head: Uint8Array): boolean =>
  isPicture(head) || (isZip(head) && /\.npz$/i.test(name));

/** Whether nothing else was asked for since. */
type IsLatest = () => boolean;

export class Media {
  /** Counts what was asked for: a file that takes long must not replace what was opened after it. */
  private asked = 0;

  constructor(
    private readonly parts: Parts,
    private readonly settings: Settings,
  ) {}

  /** Gives up the file that is being read, if any. */
  cancelReading(): void {
    this.asked += 1;
  }

  /** A file is to be opened, which gives up any before it. Call before anything is waited for. */
  begin(): IsLatest {
    this.cancelReading();
    const { asked } = this;
    const { openings } = this.settings;
    return () => asked === this.asked && openings === this.settings.openings;
  }

  /** Takes a file that can only be a background, and says what became of it; undefined if it is another file. */
  async open(file: File, head: Uint8Array, isLatest: IsLatest): Promise<string | undefined> {
    if (!mayBeMedium(file.name, head)) return undefined;
    const { isMedium } = await code();
    return (await isMedium(sourceOf(file), head)) ? this.take(file, isLatest) : undefined;
  }

  /**
   * The file becomes the background, and what was said of it is the answer. Rejects with a `DataFileError` for a file that is
   * none, or another one than the settings ask for, or where something else was opened meanwhile: everything is as it was then.
   */
  async take(file: File, isLatest: IsLatest): Promise<string> {
    const { readMedium } = await code();
    const medium = await readMedium(file, sourceOf(file));
    if (!isLatest()) {
      throw new DataFileError(`${file.name} was not opened: something else was chosen meanwhile.`);
    }
    const { experiment } = this.parts.store.getState();
    if (!originOf(experiment).simulated) {
      throw new DataFileError(
        `${file.name} is the background of a scene, and this task has no scene: choose another task first.`,
      );
    }
    const other = anotherMedium(experiment, medium);
    if (other !== undefined) {
      throw new DataFileError(`${other} Open that one, or choose “Use none” first to take this.`);
    }
    const texts = mediumSettings(experiment, medium);
    openMedium(medium);
    if (Object.keys(texts).length === 0) this.settings.judgeAgain();
    else this.settings.switchFields(texts);
    return this.describe(medium);
  }

  private describe(file: MediumFile): string {
    const { slowest, fastest } = mediumOf(this.parts.store.getState().experiment.scene)!;
    const [columns, rows] = file.shape;
    const what = file.density ? ', with densities' : '';
    return `${file.name} is the background: ${columns} × ${rows} points, c from ${formatPlain(slowest)} to ${formatPlain(fastest)} m/s${what}.`;
  }
}
