import { useActions } from '../lab/context.ts';
import { estimateOn } from '../../engine/scene/accuracy.ts';
import { cellsPerSide } from '../../engine/scene/meshed.ts';
import { formatCount, formatMs, formatPercent, formatTimeStep } from '../shared/numbers.ts';
import { formatDisplacement } from '../shared/units.ts';
import { Measured } from './Measured.tsx';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import type { DrawnMesh, SceneRecording } from '../../worker/protocol.ts';
import styles from './Legend.module.css';
import tip from '../shared/Tip.module.css';

/** Below this smallest angle (degrees) the mesh is called poor: errors and the number of steps grow. */
const POOR_ANGLE = 20;

/** Draws the mesh on the square, and says how good it is. */
export function MeshToggle() {
  const { stage } = useActions();
  const shown = useLab((state) => state.meshShown);
  const recording = useLab((state) => state.recording);
  const mesh = recording?.mesh;
  // Exact solutions need no mesh.
  if (recording && !mesh) return null;
  return (
    <div className={styles.meshToggle} data-testid="mesh-toggle">
      <label>
        <input type="checkbox" checked={shown} onChange={() => stage.toggleMesh()} />
        Mesh
      </label>
      {mesh && (
        <span data-poor={mesh.quality.smallestAngle < POOR_ANGLE || undefined}>
          <Tip
            text={<Quality recording={recording} mesh={mesh} />}
          >{`${formatCount(mesh.quality.nodes)} nodes, ≥ ${Math.round(mesh.quality.smallestAngle)}°, estimated ${formatPercent(errorOf(recording))} off`}</Tip>
        </span>
      )}
      {mesh && <Measured />}
    </div>
  );
}

/** The estimated error of the wave that is shown. */
const errorOf = ({ experiment }: SceneRecording): number =>
  estimateOn(experiment, cellsPerSide(experiment)).error;

function Quality({ recording, mesh }: { recording: SceneRecording; mesh: DrawnMesh }) {
  const { dt, steps, setupMilliseconds } = recording;
  const { nodes, cells, smallestAngle, largestAngle, shortestEdge, longestEdge } = mesh.quality;
  const lines = [
    ...(smallestAngle < POOR_ANGLE
      ? ['A poor mesh: shapes touch or almost touch. Move them apart, or onto each other’s edges.']
      : []),
    `${formatCount(nodes)} nodes, ${formatCount(cells)} ${mesh.corners === 3 ? 'triangles' : 'quadrilaterals'}.`,
    `Angles from ${smallestAngle.toFixed(1)}° to ${largestAngle.toFixed(1)}°.`,
    `Edges from ${formatDisplacement(shortestEdge)} to ${formatDisplacement(longestEdge)}.`,
    `${formatCount(steps)} time steps of ${formatTimeStep(dt)}; the shortest edges where waves are fastest determine how long a step may be.`,
    `In the zone the wave is estimated to be ${formatPercent(errorOf(recording))} off: relative L2 norm over all output times, from the dispersion of the elements and time steps. What sides send back is not counted.`,
    setupMilliseconds > 0
      ? `Meshing and assembly took ${formatMs(setupMilliseconds)}.`
      : 'The mesh of the previous sample was reused.',
  ];
  return lines.map((line) => (
    <span key={line} className={tip.line}>
      {line}
    </span>
  ));
}
