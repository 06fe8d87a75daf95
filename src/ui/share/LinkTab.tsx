import { CopyField } from './CopyField.tsx';
import { QrCode } from './QrCode.tsx';
import styles from './share.module.css';

/** The experiment as a link, to be copied or photographed. */
export const LinkTab = ({ link }: { link: string }) => (
  <div className={styles.link}>
    <div>
      <CopyField label="Link to this experiment" text={link} copy="Copy the link" rows={4} />
      <p className="muted">
        It holds every setting that differs from the preset, and opens the same experiment with the
        same samples. What is trained stays here: Take home saves it.
      </p>
    </div>
    <QrCode link={link} />
  </div>
);
