import { useMemo, useRef, type PointerEvent } from 'react';
import { moveSource } from '../lab/stage.ts';
import { formatMs } from '../shared/numbers.ts';
import { useLab } from '../state.ts';
import { useTheme } from '../theme.ts';
import { colourTables } from './colours.ts';
import { useComparison } from './comparison.ts';
import { DomainOverlay } from './DomainOverlay.tsx';
import { FieldCanvas } from './FieldCanvas.tsx';
import { Panel } from './Panel.tsx';
import type { Picture } from './paint.ts';
import { clampPosition, SourceMarker } from './SourceMarker.tsx';

/** A finger that moved further (px) was scrolling. */
const TAP_RADIUS = 8;

/** The whole square: the truth from the finite element model, and the source to be moved. */
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
  const area = useRef<HTMLDivElement>(null);
  const dragging = useRef(false);
  /** Where a finger came down on the bare field. */
  const tap = useRef<{ x: number; y: number }>(undefined);

  const follow = (event: PointerEvent) => {
    const box = area.current?.getBoundingClientRect();
    if (!box) return;
    moveSource({
      x: clampPosition((event.clientX - box.left) / box.width),
      y: clampPosition(1 - (event.clientY - box.top) / box.height),
    });
  };
  const onPointerDown = (event: PointerEvent) => {
    const onMarker =
      event.target instanceof Element && event.target.closest('.source-marker') !== null;
    if (event.button !== 0) return;
    // A finger on the bare field may want to scroll the page: there it can tap, but drag the marker only.
    if (event.pointerType === 'touch' && !onMarker) {
      tap.current = { x: event.clientX, y: event.clientY };
      return;
    }
    dragging.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (!onMarker) follow(event);
  };
  const end = () => {
    dragging.current = false;
    tap.current = undefined;
  };
  const onPointerUp = (event: PointerEvent) => {
    const start = tap.current;
    if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) < TAP_RADIUS)
      follow(event);
    // From here the arrow keys go on.
    if (dragging.current) area.current?.querySelector<HTMLElement>('.source-marker')?.focus();
    end();
  };

  return (
    <Panel
      testId="panel-domain"
      title="Whole square"
      help="Displacement u in the whole square of 1 m, from the finite element model. Drag the source, click where it should be, or use the arrow keys on it. Zone and training range of the source are outlined; the sides are drawn by their condition."
      figure={recording && `FE ${formatMs(recording.milliseconds)}`}
      figureHelp={
        recording &&
        `Time of this simulation in its worker: ${recording.steps} steps of ${(recording.dt * 1e3).toPrecision(3)} ms on ${recording.domainPoints}² nodes.`
      }
      empty={recording ? undefined : 'The wave is being simulated…'}
    >
      <div
        ref={area}
        className="domain"
        onPointerDown={onPointerDown}
        onPointerMove={(event) => dragging.current && follow(event)}
        onPointerUp={onPointerUp}
        onPointerCancel={end}
      >
        <FieldCanvas label="Simulated wave in the whole square" picture={picture} skipped={0} />
        <DomainOverlay />
        <SourceMarker />
      </div>
    </Panel>
  );
}
