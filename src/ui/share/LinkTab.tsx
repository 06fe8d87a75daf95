import { useState } from 'react';
import { usePage } from '../page/page.ts';
import { standardPage, type PageSettings } from '../page/pageText.ts';
import { Box } from './Box.tsx';
import { CopyField } from './CopyField.tsx';
import { QrCode } from './QrCode.tsx';
import styles from './share.module.css';

interface LinkTabProps {
  shareLink: (page?: PageSettings) => string;
}

/** The experiment as a link, to be copied or photographed; with the lesson that is open, if that is wanted. */
export function LinkTab({ shareLink }: LinkTabProps) {
  const lesson = usePage((state) => state.lesson);
  const [withLesson, setWithLesson] = useState(false);
  const link = shareLink({ ...standardPage, lesson: withLesson ? lesson : undefined });
  return (
    <div className={styles.link}>
      <div>
        <CopyField label="Link to this experiment" text={link} copy="Copy the link" rows={4} />
        {lesson !== undefined && (
          <Box label="With the lesson" checked={withLesson} onChange={setWithLesson} />
        )}
        <p className="muted">
          It holds every setting that differs from the preset, and opens the same experiment with
          the same samples. What is trained stays here: Take home saves it.
        </p>
      </div>
      <QrCode link={link} />
    </div>
  );
}
