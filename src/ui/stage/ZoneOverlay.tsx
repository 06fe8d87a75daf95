import { useMemo } from 'react';
import { experimentAt } from '../../engine/experiment/parameters.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { inclusionOf, obstacleShape } from '../../engine/scene/items.ts';
import type { Box } from 'slimwave-waves/scene/shapes';
import { useLab } from '../state.ts';
import { BackgroundCanvas } from './BackgroundCanvas.tsx';
import { Outline } from './DomainOverlay.tsx';
import { UPWARDS, viewBoxOf } from './outlines.ts';
import styles from './domain.module.css';

/** Of a drawing with y downwards. */
const boxOf = ({ x, y }: Box) => ({
  x: x[0],
  y: -y[1],
  width: x[1] - x[0],
  height: y[1] - y[0],
});

/** What is in the zone, drawn over a picture of it: inside obstacles there is no wave, and zero is painted. */
export function ZoneOverlay() {
  const recording = useLab((state) => state.recording);
  const drawn = useMemo(
    () =>
      recording && originOf(recording.experiment).simulated
        ? experimentAt(recording.experiment, recording.parameters)
        : undefined,
    [recording],
  );
  if (!drawn) return null;
  const { scene, zone } = drawn;
  return (
    <>
      <BackgroundCanvas scene={scene} part={zone} />
      <svg
        className={styles.zoneOverlay}
        data-part="zone"
        viewBox={viewBoxOf(zone)}
        aria-hidden="true"
      >
        {/* What of the scene lies outside the zone would be seen beside a picture that is smaller than its frame. */}
        <svg {...boxOf(zone)} viewBox={viewBoxOf(zone)}>
          <g transform={UPWARDS}>
            {scene.layers.map(({ numbers: [[top]] }, i) => (
              <path key={i} className={styles.interface} d={`M0 ${top}H${scene.width}`} />
            ))}
            {scene.inclusions.map((item, i) => (
              <Outline key={i} className={styles.inclusion} shape={inclusionOf(item).shape} />
            ))}
            {scene.obstacles.map((item, i) => (
              <Outline
                key={i}
                className={`${styles.obstacle} ${styles.side}`}
                data-side={item.option}
                shape={obstacleShape(item)}
              />
            ))}
          </g>
        </svg>
      </svg>
    </>
  );
}
