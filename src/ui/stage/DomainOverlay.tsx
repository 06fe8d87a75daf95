import type { Side } from '../../engine/experiment/schema.ts';
import { useLab } from '../state.ts';

type Interval = readonly [low: number, high: number];

/** A rectangle in metres, y upwards, in the units of the drawing (percent, y downwards). */
function Rectangle({ x, y, className }: { x: Interval; y: Interval; className: string }) {
  return (
    <rect
      className={className}
      x={100 * x[0]}
      y={100 * (1 - y[1])}
      width={100 * (x[1] - x[0])}
      height={100 * (y[1] - y[0])}
    />
  );
}

const ends: readonly (readonly [name: 'left' | 'right' | 'bottom' | 'top', line: string])[] = [
  ['left', 'M0 0V100'],
  ['right', 'M100 0V100'],
  ['bottom', 'M0 100H100'],
  ['top', 'M0 0H100'],
];

/** Zone, training range of the source, and the sides of the square. */
export function DomainOverlay() {
  const zone = useLab((state) => state.experiment.zone);
  const source = useLab((state) => state.experiment.source);
  const scene = useLab((state) => state.experiment.scene);
  return (
    <svg className="domain-overlay" viewBox="0 0 100 100" aria-hidden="true">
      <Rectangle className="outline-halo" x={zone.x} y={zone.y} />
      <Rectangle className="outline-zone" x={zone.x} y={zone.y} />
      <Rectangle className="outline-range" x={source.x} y={source.y} />
      {ends.map(([name, line]) => (
        <path key={name} className={`side side-${scene[name] satisfies Side}`} d={line} />
      ))}
    </svg>
  );
}
