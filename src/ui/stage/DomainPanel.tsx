import { useMemo, useRef } from 'react';
import { domainBox } from '../../engine/scene/domain.ts';
import { useActions } from '../lab/context.ts';
import { Icon } from '../shared/Icon.tsx';
import { formatCount, formatMs, formatTimeStep } from '../shared/numbers.ts';
import { useHidden } from '../page/page.ts';
import { useFold } from '../shared/folds.ts';
import { useLab } from '../state.ts';
import type { SceneRecording } from '../../worker/protocol.ts';
import { useTheme } from '../theme.ts';
import { useComparison } from './comparison.ts';
import { BackgroundCanvas } from './BackgroundCanvas.tsx';
import { useCurrent, useOrigin } from './current.ts';
import { DomainOverlay } from './DomainOverlay.tsx';
import { useDragging } from './dragging.ts';
import { FieldCanvas } from './FieldCanvas.tsx';
import { Handles } from './Handles.tsx';
import { MeshCanvas } from './MeshCanvas.tsx';
import { STAGE_FOLD } from './More.tsx';
import { Panel } from './Panel.tsx';
import { squarePicture } from './pictures.ts';
import styles from './domain.module.css';
import frame from './Stage.module.css';

const timeHelp = ({ nodes, steps, dt }: SceneRecording): string =>
  nodes
    ? `Time of this simulation in its worker: ${steps} steps of ${formatTimeStep(dt)} on ${formatCount(nodes)} nodes.`
    : `Time in its worker to evaluate the exact series at the ${steps + 1} times shown.`;

/** What is shown in place of a picture. */
function useEmptyText(): string | undefined {
  return useLab(({ recording, issues, stageProblem, shown }) => {
    if (!recording) return issues[0]?.message ?? stageProblem ?? 'The wave is being simulated…';
    if (recording.domain.length > 0) return undefined;
    const { inputs } = shown.task;
    return `Each sample begins with ${inputs} ${inputs === '1' ? 'number' : 'numbers'}, not with a field.`;
  });
}

/** The whole square: the truth from the finite element model, and what can be moved in it; or the input in a file. */
export function DomainPanel() {
  const recording = useLab((state) => state.recording);
  const theme = useTheme((state) => state.theme);
  const fieldRange = useComparison((state) => state.fieldRange);
  const { simulated: scene, timed, unit, words } = useOrigin();
  const empty = useEmptyText();
  const picture = useMemo(
    () => recording && squarePicture(recording, unit, { theme, range: fieldRange }),
    [recording, theme, unit, fieldRange],
  );
  const bare = useHidden('handles');
  const area = useRef<HTMLDivElement>(null);
  const dragging = useDragging(area);

  return (
    <Panel
      testId="panel-domain"
      title={words.square.title}
      help={words.square.help}
      figure={recording && timed ? formatMs(recording.milliseconds) : undefined}
      figureKind={recording?.nodes ? 'FE' : 'exact'}
      figureHelp={recording && timed ? timeHelp(recording) : undefined}
      action={<EnlargeButton />}
      empty={empty}
    >
      <div
        ref={area}
        className={styles.domain}
        data-testid="square"
        data-still={!scene || bare || undefined}
        {...(bare ? undefined : dragging)}
      >
        <FieldCanvas label={words.square.label} picture={picture} skipped={0} />
        {/* Before there is a wave, a message stands there: nothing is drawn under it. */}
        {scene && recording && (
          <>
            <Background />
            <MeshCanvas />
            <DomainOverlay />
            {!bare && <Handles />}
          </>
        )}
      </div>
    </Panel>
  );
}

function Background() {
  const { scene } = useCurrent();
  const part = useMemo(() => domainBox(scene), [scene]);
  return <BackgroundCanvas scene={scene} part={part} />;
}

/** One of the stage's further controls; what is large can always be made small again. */
function EnlargeButton() {
  const { stage } = useActions();
  const large = useLab((state) => state.squareLarge);
  const unfolded = useFold(STAGE_FOLD);
  const { fromFile } = useOrigin();
  // Where samples begin with numbers there is nothing to enlarge.
  const bare = useLab(({ recording }) => recording?.domain.length === 0);
  if (!large && (!unfolded || bare)) return null;
  const label = large ? 'Show the networks again' : `Enlarge the ${fromFile ? 'input' : 'domain'}`;
  return (
    <button
      type="button"
      className={frame.enlarge}
      aria-label={label}
      title={label}
      onClick={() => stage.toggleSquare()}
    >
      <Icon name={large ? 'reduce' : 'enlarge'} />
    </button>
  );
}
