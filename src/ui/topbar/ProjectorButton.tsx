import { usePage } from '../page/page.ts';
import { Icon } from '../shared/Icon.tsx';
import help from './HelpDialog.module.css';
import styles from './topbar.module.css';

const toggle = () => usePage.setState(({ projector }) => ({ projector: !projector, sheet: false }));

/** Large type and strong lines, for a room. */
export function ProjectorButton() {
  const on = usePage((page) => page.projector);
  return (
    <button type="button" className={help.theme} aria-pressed={on} onClick={toggle}>
      <Icon name="projector" />
      <span>Large type, for a projector</span>
    </button>
  );
}

/** The way back, in sight as long as it is on. */
export function LeaveProjector() {
  const on = usePage((page) => page.projector);
  if (!on) return null;
  return (
    <button
      type="button"
      className={`quiet icon-button ${styles.projector}`}
      aria-label="Large type, for a projector"
      title="Back to type of the usual size"
      aria-pressed={true}
      onClick={toggle}
    >
      <Icon name="projector" />
    </button>
  );
}
