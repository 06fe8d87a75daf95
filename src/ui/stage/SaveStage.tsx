import { create } from 'zustand';
import { chunk } from '../loading/chunk.ts';
import { usePrinter } from '../saving/printer.ts';
import { attempt, save } from '../saving/saving.ts';
import { SaveMenu, type SaveItem } from '../saving/SaveMenu.tsx';
import { formatShare } from '../shared/numbers.ts';
import { useLab } from '../state.ts';
import styles from './SaveStage.module.css';

const loadFiles = chunk('The part that makes pictures', () => import('./picture/stageFiles.ts'));

interface Clip {
  /** Of the clip that is being made, from 0 to 1. */
  share: number;
  cancel: () => void;
}

const useClip = create<{ clip?: Clip }>()(() => ({}));

const savePicture = (): Promise<void> =>
  save('stage.png', 'stage', async () => {
    const { stagePicture } = await loadFiles();
    return [await stagePicture()];
  });

/** One after the other: while one is being made, its menu item waits. */
const saveClip = (): Promise<void> =>
  save('stage.clip', 'clip', async () => {
    const controller = new AbortController();
    const cancel = () => controller.abort(new Error('Cancelled: no clip was saved.'));
    const onShare = (share: number) => useClip.setState({ clip: { share, cancel } });
    onShare(0);
    try {
      const { stageClip } = await loadFiles();
      return [await stageClip({ onShare, signal: controller.signal })];
    } finally {
      useClip.setState({ clip: undefined });
    }
  });

const printPage = (): Promise<void> =>
  attempt('page', async () => {
    await usePrinter.getState().print?.();
    return { state: 'done' };
  });

/** The button goes with the clip: the focus stays in the menu. */
function stop(clip: Clip, button: HTMLElement): void {
  button.closest('[popover]')?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  clip.cancel();
}

/** The stage as a picture, and one loop of it as a clip. */
export function SaveStage() {
  const empty = useLab((state) => state.recording === undefined);
  const clip = useClip((state) => state.clip);
  const items: SaveItem[] = [
    { key: 'stage.png', label: 'Picture (PNG)', ready: !empty, save: savePicture },
    { key: 'page', label: 'Page (print or PDF)', ready: !empty, save: printPage },
    {
      key: 'stage.clip',
      label: 'Clip of one loop (video)',
      ready: !empty && !clip,
      save: saveClip,
    },
  ];
  return (
    <SaveMenu what="the stage" items={items} busy={clip && `Clip ${formatShare(clip.share)}`}>
      {clip && (
        <div className={styles.progress}>
          <progress aria-label="Progress of the clip" max={1} value={clip.share} />
          <button type="button" onClick={({ currentTarget }) => stop(clip, currentTarget)}>
            Cancel the clip
          </button>
        </div>
      )}
    </SaveMenu>
  );
}
