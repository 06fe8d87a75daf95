import { Shown } from '../page/Shown.tsx';
import { ShareDialog } from '../share/ShareDialog.tsx';
import { BackendChip } from './BackendChip.tsx';
import { HelpButton } from './HelpDialog.tsx';
import { LessonsButton } from './LessonsButton.tsx';
import { Mark } from './Mark.tsx';
import { PresetSelect } from './PresetSelect.tsx';
import { LeaveProjector } from './ProjectorButton.tsx';
import { ShareButton } from './ShareButton.tsx';
import styles from './topbar.module.css';

export function TopBar() {
  return (
    <header className={`${styles.topbar} ${styles.lab}`}>
      <Mark />
      <Shown name="preset">
        <PresetSelect />
      </Shown>
      <span className={styles.tools}>
        <Shown name="lessons">
          <LessonsButton />
        </Shown>
        <Shown name="backend">
          <BackendChip />
        </Shown>
        <Shown name="share">
          <ShareButton />
        </Shown>
        <Shown name="projector">
          <LeaveProjector />
        </Shown>
        <Shown name="help">
          <HelpButton />
        </Shown>
      </span>
      <ShareDialog />
    </header>
  );
}
