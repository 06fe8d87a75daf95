import { useActions } from '../lab/context.ts';
import { waitingFor } from '../lab/late.ts';
import { useLab } from '../state.ts';
import { Icon } from '../shared/Icon.tsx';
import { LateScript } from '../shared/LateScript.tsx';
import { ChangeData } from './ChangeData.tsx';
import { DataReading } from './DataReading.tsx';
import { Reading } from './Reading.tsx';
import { ResumeOffer } from './ResumeOffer.tsx';
import { UndoOffer } from './UndoOffer.tsx';
import { UpdateOffer } from './UpdateOffer.tsx';
import styles from './notices.module.css';
import card from '../shared/card.module.css';

/** Sentences that belong to no control. They float, so that nothing on the page moves. */
export function Notices() {
  const { settings, loadAgain } = useActions();
  const notices = useLab((state) => state.notices);
  const late = useLab((state) => state.late);
  const linkNotes = useLab((state) => state.linkNotes);
  const dataFile = useLab((state) => state.dataFile);
  // What was opened comes before what there is to be said of it.
  const isOnData = ({ text }: { text: string }) => text === dataFile;
  const empty = notices.length + linkNotes.length === 0;
  return (
    <output className={styles.notices} data-testid="notices">
      <ResumeOffer />
      <UpdateOffer />
      <UndoOffer />
      <Reading />
      {late.length > 0 && <LateScript waiting={waitingFor(late)} again={loadAgain} />}
      {!empty && (
        <div className={card.card}>
          <div>
            {linkNotes.length > 0 && <strong>Parts of the link were ignored</strong>}
            <ul>
              {linkNotes.map((text) => (
                <li key={text}>{text}</li>
              ))}
              {dataFile !== undefined && notices.some(isOnData) && (
                <li>
                  <span>{`${dataFile} `}</span>
                  <ChangeData />
                  <DataReading />
                </li>
              )}
              {notices
                .filter((notice) => !isOnData(notice))
                .map(({ key, text }) => (
                  <li key={key}>{text}</li>
                ))}
            </ul>
          </div>
          <button
            type="button"
            className="quiet icon-button"
            aria-label="Dismiss"
            onClick={() => settings.dismissNotices()}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
    </output>
  );
}
