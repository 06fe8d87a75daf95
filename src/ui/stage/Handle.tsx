import type { KeyboardEvent, ReactNode } from 'react';
import { decadeOf } from '../../engine/experiment/limits.ts';
import { longerSide } from '../../engine/scene/domain.ts';
import { formatCoordinate } from '../shared/units.ts';
import { useLab } from '../state.ts';
import { useActions } from '../lab/context.ts';
import { mover } from './dragging.ts';
import styles from './domain.module.css';

/** Of metres; of kilometres and millimetres as much larger or smaller. */
const STEP = 0.01;
const BIG_STEP = 0.05;

const directions: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

interface HandleProps {
  /** What it moves: `source`, `zone`, an item such as `scene.obstacles.0`, or an end of one, `scene.receivers.0#last`. */
  name: string;
  label: string;
  className: string;
  /** Of an item that looks otherwise than others of its list. */
  kind?: string;
  x: number;
  y: number;
  /** Where it is drawn, if not at its x and y. */
  at?: readonly [x: number, y: number];
  /** Moves up and down only. */
  vertical?: boolean;
  children?: ReactNode;
}

/** A slider in two directions; its value text says both coordinates. */
export function Handle({
  name,
  label,
  className,
  kind,
  x,
  y,
  at = [x, y],
  vertical,
  children,
}: HandleProps) {
  const lab = useActions();
  const scene = useLab((state) => state.shown.scene);
  const decade = decadeOf(longerSide(scene));
  const words = (length: number) => formatCoordinate(length, longerSide(scene));
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    if (!direction) return;
    event.preventDefault();
    const step = decade * (event.shiftKey ? BIG_STEP : STEP);
    mover(lab, name)({ x: direction[0] * step, y: direction[1] * step });
  };
  return (
    <div
      className={`${styles.handle} ${className}`}
      data-kind={kind}
      data-drag={name}
      style={{
        left: `${(100 * at[0]) / scene.width}%`,
        bottom: `${(100 * at[1]) / scene.height}%`,
      }}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <input> has one direction only
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={vertical ? scene.height : scene.width}
      aria-valuenow={vertical ? y : x}
      aria-valuetext={vertical ? `y ${words(y)}` : `x ${words(x)}, y ${words(y)}`}
      aria-orientation={vertical ? 'vertical' : undefined}
      aria-roledescription={vertical ? undefined : 'two-way slider'}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}
