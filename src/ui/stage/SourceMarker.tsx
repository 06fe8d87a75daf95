import type { KeyboardEvent } from 'react';
import { formatNumber } from '../../engine/experiment/numbers.ts';
import { moveSource } from '../lab/stage.ts';
import { useLab } from '../state.ts';

const STEP = 0.01;
const BIG_STEP = 0.05;

/** Inside the square, on whole millimetres: finer positions only make longer numbers. */
export const clampPosition = (metres: number): number =>
  Math.round(Math.min(1, Math.max(0, metres)) * 1000) / 1000;

const directions: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** A slider in two directions; its value text says both coordinates. */
export function SourceMarker() {
  const { x, y } = useLab((state) => state.parameters);
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    if (!direction) return;
    event.preventDefault();
    const step = event.shiftKey ? BIG_STEP : STEP;
    const { parameters } = useLab.getState();
    moveSource({
      x: clampPosition(parameters.x + direction[0] * step),
      y: clampPosition(parameters.y + direction[1] * step),
    });
  };
  return (
    <div
      className="source-marker"
      style={{ left: `${100 * x}%`, bottom: `${100 * y}%` }}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <input> has one direction only
      role="slider"
      tabIndex={0}
      aria-label="Source position"
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={x}
      aria-valuetext={`x ${formatNumber(Number(x.toFixed(3)))} m, y ${formatNumber(Number(y.toFixed(3)))} m`}
      aria-roledescription="two-way slider"
      onKeyDown={onKeyDown}
    />
  );
}
