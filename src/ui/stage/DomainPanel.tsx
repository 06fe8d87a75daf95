import { useMemo, useRef } from 'react';
import { toggleSquare } from '../lab/stage.ts';
import { Icon } from '../shared/Icon.tsx';
import { formatCount, formatMs } from '../shared/numbers.ts';
import { useLab } from '../state.ts';
import type { SceneRecording } from '../../worker/protocol.ts';
import { useTheme } from '../theme.ts';
import { colourTables } from './colours.ts';
import { useComparison } from './comparison.ts';
import { useFieldTask } from './current.ts';
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

const timeHelp = ({ mesh, steps, dt }: SceneRecording): string =>
  mesh
    ? `Time of this simulation in its worker: ${steps} steps of ${(dt * 1e3).toPrecision(3)} ms on ${formatCount(mesh.quality.nodes)} nodes.`
    : `Time in its worker to evaluate the exact series at the ${steps + 1} times shown.`;

/** The whole square: the truth from the finite element model, and what can be moved in it. */
export function DomainPanel() {
  const recording = useLab((state) => state.recording);
  const theme = useTheme((state) => state.theme);
  const range = useComparison((state) => state.fieldRange);
  const picture = useMemo(
    (): Picture | undefined =>
      recording && {
        values: recording.domain,
        points: recording.domainPoints,
        table: colourTables[theme].field,
        low: -range,
        high: range,
      },
    [recording, theme, range],
  );
  const random = useFieldTask();
  const area = useRef<HTMLDivElement>(null);
  const dragging = useDragging(area);

  return (
    <Panel
      testId="panel-domain"
      title="Whole square"
      help={random ? RANDOM_HELP : SCENE_HELP}
      figure={recording && `${recording.mesh ? 'FE' : 'exact'} ${formatMs(recording.milliseconds)}`}
      figureHelp={recording && timeHelp(recording)}
      empty={recording ? undefined : 'The wave is being simulated…'}
    >
      <div ref={area} className="domain" data-still={random || undefined} {...dragging}>
        <FieldCanvas
          label={random ? 'Exact wave in the whole square' : 'Simulated wave in the whole square'}
          picture={picture}
          skipped={0}
        />
        {!random && (
          <>
            <MeshCanvas />
            <DomainOverlay />
            <Handles />
          </>
        )}
      </div>
      <EnlargeButton />
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
