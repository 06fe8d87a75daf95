import { Boundary } from '../faults/Boundary.tsx';
import { Coverable } from '../lessons/Coverable.tsx';
import { hiddenOf, usePage } from '../page/page.ts';
import { Shown } from '../page/Shown.tsx';
import { Fold } from '../shared/Fold.tsx';
import { useFold } from '../shared/folds.ts';
import { MeshToggle } from './MeshToggle.tsx';
import { PlaybackOptions } from './Playback.tsx';
import { SampleControls } from './SampleControls.tsx';
import { Verdict } from './Verdict.tsx';
import styles from './Stage.module.css';

export const STAGE_FOLD = 'stage';

/** What is one click away. */
const parts = [
  { what: 'The choice of the sample', name: 'sample', Part: <SampleControls /> },
  { what: 'The speed of the animation', name: 'playback', Part: <PlaybackOptions /> },
  { what: 'The mesh', name: 'legend', Part: <MeshToggle /> },
] as const;

/** The stage's further controls, and the comparison in numbers. */
export function More() {
  const empty = usePage((page) => {
    const hidden = hiddenOf(page);
    return hidden.has('verdict') && parts.every(({ name }) => hidden.has(name));
  });
  const unfolded = useFold(STAGE_FOLD);
  if (empty) return null;
  return (
    <div className={styles.more}>
      <Fold name={STAGE_FOLD} title="More controls and numbers" className={styles.fold}>
        <div className={styles.moreParts}>
          {parts.map(({ what, name, Part }) => (
            <Shown key={what} name={name}>
              <Boundary what={what}>{Part}</Boundary>
            </Shown>
          ))}
        </div>
      </Fold>
      {unfolded && (
        <Shown name="verdict">
          <Boundary what="The verdict">
            <Coverable by={['verdict']} testId="verdict">
              <Verdict />
            </Coverable>
          </Boundary>
        </Shown>
      )}
    </div>
  );
}
