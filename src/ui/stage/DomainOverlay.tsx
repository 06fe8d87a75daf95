import type { Experiment } from '../../engine/experiment/schema.ts';
import { inclusionOf, obstacleShape } from '../../engine/scene/items.ts';
import { domainBox, longerSide } from '../../engine/scene/domain.ts';
import { boxPolygon, type Shape } from 'slimwave-waves/scene/shapes';
import { useLab } from '../state.ts';
import { useCurrent } from './current.ts';
import { useZoneMovable } from './Handles.tsx';
import {
  DIRECTION,
  endsOf,
  outsideOf,
  receiverDots,
  trainingRanges,
  UPWARDS,
  viewBoxOf,
} from './outlines.ts';
import styles from './domain.module.css';

type Interval = readonly [low: number, high: number];

/** A rectangle; the drawing is in metres, y upwards. */
function Rectangle({ x, y, className }: { x: Interval; y: Interval; className: string }) {
  return <rect className={className} x={x[0]} y={y[0]} width={x[1] - x[0]} height={y[1] - y[0]} />;
}

interface OutlineProps {
  shape: Shape;
  className: string;
  'data-side'?: string;
  'data-drag'?: string;
}

/** A shape in metres, y upwards. */
export function Outline({ shape, ...rest }: OutlineProps) {
  if (shape.kind === 'circle') {
    const { x, y, radius } = shape;
    return <circle cx={x} cy={y} r={radius} {...rest} />;
  }
  const points = shape.points.map(([x, y]) => `${x},${y}`).join(' ');
  return <polygon points={points} {...rest} />;
}

/** What is in the domain, where the networks forecast, and from where the samples were drawn. */
export function DomainOverlay() {
  const current = useCurrent();
  const { scene, zone } = current;
  const outside = outsideOf(scene);
  return (
    <svg
      className={styles.domainOverlay}
      viewBox={viewBoxOf(domainBox(scene))}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <g transform={UPWARDS}>
        {outside !== undefined && (
          <path className={styles.outside} fillRule="evenodd" d={outside} />
        )}
        <Materials scene={scene} />
        <Obstacles scene={scene} />
        <Rectangle className={styles.outlineHalo} x={zone.x} y={zone.y} />
        <Rectangle className={styles.outlineZone} x={zone.x} y={zone.y} />
        <ZoneGrip zone={zone} />
        <TrainingRanges />
        <Receivers scene={scene} />
        {current.source.kind === 'plane' && <Direction source={current.source} scene={scene} />}
        {endsOf(scene).map(([condition, line]) => (
          <path key={line} className={styles.side} data-side={condition} d={line} />
        ))}
      </g>
    </svg>
  );
}

type Scenery = Pick<Experiment, 'scene'>;

/** Those on lines and arcs; single ones have handles. */
function Receivers({ scene }: Scenery) {
  const dots = receiverDots({ scene });
  if (dots === '') return null;
  return (
    <>
      <path className={styles.receiverHalo} d={dots} />
      <path className={styles.receiverDots} d={dots} />
    </>
  );
}

function Materials({ scene }: Scenery) {
  return (
    <>
      {scene.layers.map(({ numbers: [[top]] }, i) => (
        <path key={i} className={styles.interface} d={`M0 ${top}H${scene.width}`} />
      ))}
      {scene.inclusions.map((item, i) => {
        const { shape } = inclusionOf(item);
        return (
          <g key={i}>
            <Outline className={styles.inclusion} shape={shape} />
            <Outline className={styles.grip} shape={shape} data-drag={`scene.inclusions.${i}`} />
          </g>
        );
      })}
    </>
  );
}

function Obstacles({ scene }: Scenery) {
  return scene.obstacles.map((item, i) => (
    <Outline
      key={i}
      className={`${styles.obstacle} ${styles.side}`}
      data-side={item.option}
      shape={obstacleShape(item)}
      data-drag={`scene.obstacles.${i}`}
    />
  ));
}

function ZoneGrip({ zone }: Pick<Experiment, 'zone'>) {
  if (!useZoneMovable()) return null;
  return <Outline className={styles.grip} shape={boxPolygon(zone)} data-drag="zone" />;
}

/** Where the positions of the training samples come from: of the source, and of what else may move. */
function TrainingRanges() {
  const shown = useLab((state) => state.shown);
  return trainingRanges(shown).map(({ key, x, y }) => (
    <Rectangle key={key} className={styles.outlineRange} x={x} y={y} />
  ));
}

/** The crest of a plane wave at t = 0 and where it travels to. */
function Direction({ source, scene }: Pick<Experiment, 'source' | 'scene'>) {
  const percent = longerSide(scene) / 100;
  return (
    <g
      transform={`translate(${source.x[0]} ${source.y[0]}) rotate(${source.angle}) scale(${percent})`}
    >
      <path className={styles.outlineHalo} d={DIRECTION} />
      <path className={styles.direction} d={DIRECTION} />
    </g>
  );
}
