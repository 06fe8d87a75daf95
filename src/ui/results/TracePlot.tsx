import { formatPlain } from '../shared/numbers.ts';
import { scaleFor } from '../shared/units.ts';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { useEffect, useRef, type ReactNode } from 'react';
import { perimeterOf } from 'slimwave-waves/scene/trace';
import type { Box } from 'slimwave-waves/scene/shapes';
import { observePixels } from '../shared/observe.ts';
import { paintTrace, type TracePicture } from './paintTrace.ts';
import stage from '../stage/Stage.module.css';
import styles from './Trace.module.css';

interface TracePlotProps {
  testId: string;
  title: ReactNode;
  label: string;
  figure?: ReactNode;
  network?: NetworkId;
  zone: Box;
  /** Last time (s); the first one is zero. */
  duration: number;
  picture?: TracePicture;
  /** Instead of a picture: what will appear here and how. */
  empty?: string;
  /** Whether the arc length is written below. */
  axis?: boolean;
}

/** u on the boundary of the zone, time t upwards over arc length s; the corners of the zone are marked. */
export function TracePlot(props: TracePlotProps) {
  const { testId, title, label, figure, network, zone, duration, picture, empty, axis } = props;
  const perimeter = perimeterOf(zone);
  const corners = cornersOf(zone);
  const share = (s: number) => `${(100 * s) / perimeter}%`;
  const [time, length] = [scaleFor(duration, 's'), scaleFor(perimeter, 'm')];
  return (
    <figure
      className={network ? `${styles.plot} network-${network}` : styles.plot}
      data-testid={testId}
    >
      <figcaption>
        <span>{title}</span>
        {figure !== undefined && <span className={stage.panelFigure}>{figure}</span>}
      </figcaption>
      <div className={styles.t} aria-hidden="true">
        <span>{formatPlain(duration / time.factor)}</span>
        <span>{`t (${time.unit})`}</span>
        <span>0</span>
      </div>
      <div className={styles.image}>
        <TraceCanvas label={label} picture={empty === undefined ? picture : undefined} />
        {/* Over the words that stand for a picture they would only disturb. */}
        {(empty === undefined ? corners : []).map((s) => (
          <span key={s} className={styles.corner} style={{ left: share(s) }} />
        ))}
        {empty !== undefined && <p className={styles.empty}>{empty}</p>}
      </div>
      {axis && (
        <div className={styles.s} aria-hidden="true">
          <span className={styles.start}>0</span>
          {corners.map((s) => (
            <span key={s} style={{ left: share(s) }}>
              {formatPlain(s / length.factor)}
            </span>
          ))}
          <span className={styles.end} style={{ left: '100%' }}>
            {formatPlain(perimeter / length.factor)}
          </span>
          <span className={styles.title}>
            {`Arc length s (${length.unit}) along the zone’s boundary`}
          </span>
        </div>
      )}
    </figure>
  );
}

/** Arc lengths of the corners after the first one, counter-clockwise. */
function cornersOf({ x, y }: Box): number[] {
  const [width, height] = [x[1] - x[0], y[1] - y[0]];
  return [width, width + height, 2 * width + height];
}

function TraceCanvas({ label, picture }: { label: string; picture?: TracePicture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current: element } = canvas;
    if (!element || !picture) return undefined;
    return observePixels(element, ({ width, height }) => {
      element.width = width;
      element.height = height;
      paintTrace(element, picture);
    });
  }, [picture]);
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- painted here, not an image file
  return <canvas ref={canvas} role="img" aria-label={label} hidden={!picture} />;
}
