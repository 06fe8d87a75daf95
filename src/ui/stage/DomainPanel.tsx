import { useMemo, useRef } from 'react';
import { toggleSquare } from '../lab/stage.ts';
import { Icon } from '../shared/Icon.tsx';
import { formatCount, formatMs } from '../shared/numbers.ts';
import { useLab } from '../state.ts';
import type { SceneRecording } from '../../worker/protocol.ts';
import { useTheme } from '../theme.ts';
import { colourTables } from './colours.ts';
import { largestOf, roundUp, useComparison } from './comparison.ts';
import { useOwnTask, useSceneTask } from './current.ts';
import { DomainOverlay } from './DomainOverlay.tsx';
import { useDragging } from './dragging.ts';
import { FieldCanvas } from './FieldCanvas.tsx';
import { Handles } from './Handles.tsx';
import { MeshCanvas } from './MeshCanvas.tsx';
import { Panel } from './Panel.tsx';
import type { Picture } from './paint.ts';

const SCENE_HELP =
  'Displacement u in the whole square of 1 m, from the finite element model. Drag the source or click where it should be; obstacles, inclusions, layers, receivers and the zone (by its edge) can be dragged too, or moved with the arrow keys. Sides and obstacles are drawn by their condition.';
const RANDOM_HELP =
  'The exact solution on its way from the random field u(0), which is what the networks see, to u(T), which they forecast. A sum of standing waves in a square of 1 m with fixed sides, at rest at t = 0.';

const OWN_HELP =
  'What this sample begins with in the file, of several channels the first one, in colours of its own range; about its mean over the training samples where that is large.';

const timeHelp = ({ mesh, steps, dt }: SceneRecording): string =>
  mesh
    ? `Time of this simulation in its worker: ${steps} steps of ${(dt * 1e3).toPrecision(3)} ms on ${formatCount(mesh.quality.nodes)} nodes.`
    : `Time in its worker to evaluate the exact series at the ${steps + 1} times shown.`;

/** What stands in the place of a picture. */
function useEmptyText(): string | undefined {
  return useLab(({ recording, issues, stageProblem, shown }) => {
    if (!recording) return issues[0]?.message ?? stageProblem ?? 'The wave is being simulated…';
    if (recording.domain.length > 0) return undefined;
    const { inputs } = shown.task;
    return `Each sample begins with ${inputs} ${inputs === '1' ? 'number' : 'numbers'}, not with a field.`;
  });
}

/** The whole square: the truth from the finite element model, and what can be moved in it. */
export function DomainPanel() {
  const recording = useLab((state) => state.recording);
  const theme = useTheme((state) => state.theme);
  const fieldRange = useComparison((state) => state.fieldRange);
  const own = useOwnTask();
  const scene = useSceneTask();
  const empty = useEmptyText();
  const picture = useMemo((): Picture | undefined => {
    if (!recording || recording.domain.length === 0) return undefined;
    const { domain: values, domainPoints: points } = recording;
    // The inputs of own data may be of quite another size than its outputs.
    const range = own ? roundUp(largestOf(values)) : fieldRange;
    return { values, points, table: colourTables[theme].field, low: -range, high: range };
  }, [recording, theme, own, fieldRange]);
  const area = useRef<HTMLDivElement>(null);
  const dragging = useDragging(area);

  return (
    <Panel
      testId="panel-domain"
      title={own ? 'Input' : 'Whole square'}
      help={own ? OWN_HELP : scene ? SCENE_HELP : RANDOM_HELP}
      figure={recording && !own ? formatMs(recording.milliseconds) : undefined}
      figureKind={recording?.mesh ? 'FE' : 'exact'}
      figureHelp={recording && !own ? timeHelp(recording) : undefined}
      action={<EnlargeButton />}
      empty={empty}
    >
      <div ref={area} className="domain" data-still={!scene || undefined} {...dragging}>
        <FieldCanvas
          label={
            own
              ? 'Input of the sample'
              : scene
                ? 'Simulated wave in the whole square'
                : 'Exact wave in the whole square'
          }
          picture={picture}
          skipped={0}
        />
        {/* Before there is a wave, a message stands there: nothing is drawn under it. */}
        {scene && recording && (
          <>
            <MeshCanvas />
            <DomainOverlay />
            <Handles />
          </>
        )}
      </div>
    </Panel>
  );
}

function EnlargeButton() {
  const large = useLab((state) => state.squareLarge);
  const label = large ? 'Show the networks again' : 'Enlarge the square';
  return (
    <button
      type="button"
      className="enlarge"
      aria-label={label}
      title={label}
      onClick={toggleSquare}
    >
      <Icon name={large ? 'reduce' : 'enlarge'} />
    </button>
  );
}
