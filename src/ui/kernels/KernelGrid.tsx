import { useCallback, useMemo, type KeyboardEvent, type MouseEvent } from 'react';
import type { LayerInspection } from '../../engine/inspection/inspect.ts';
import { kernelOf } from '../../engine/inspection/terms.ts';
import type { ColourTable } from '../stage/colours.ts';
import { filled, kernelAt, planGrid, type Selection } from './grid.ts';
import { paintKernel } from './paintKernel.ts';
import { Painting } from './Painting.tsx';
import section from '../shared/section.module.css';
import styles from './kernels.module.css';

interface KernelGridProps {
  layer: LayerInspection;
  table: ColourTable;
  /** Kernels are painted from −range to range. */
  range: number;
  selected: Selection;
  onSelect: (selection: Selection) => void;
}

const moves: Readonly<Record<string, Selection>> = {
  ArrowUp: { s: -1, t: 0 },
  ArrowDown: { s: 1, t: 0 },
  ArrowLeft: { s: 0, t: -1 },
  ArrowRight: { s: 0, t: 1 },
};

/** The kernels of a layer as small images; click or arrow keys choose one. */
export function KernelGrid({ layer, table, range, selected, onSelect }: KernelGridProps) {
  const { size, inputs, outputs } = layer.shape;
  const { s, t } = selected;
  const plan = useMemo(
    () => planGrid(size, inputs, outputs, { s, t }),
    [size, inputs, outputs, s, t],
  );

  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      const [dx, dy] = [plan.pitch.x * width, plan.pitch.y * height];
      const part = filled(size);
      const [w, h] = [dx * part.x, dy * part.y];
      for (let row = 0; row < plan.rows && plan.firstS + row < inputs; row++) {
        for (let column = 0; column < plan.columns && plan.firstT + column < outputs; column++) {
          const [own, other] = [plan.firstS + row, plan.firstT + column];
          const values = kernelOf(layer.kernel, inputs * outputs, own * outputs + other);
          const [left, top] = [column * dx + (dx - w) / 2, row * dy + (dy - h) / 2];
          paintKernel(context, values, size, table, range, { left, top, width: w, height: h });
          if (own !== s || other !== t) continue;
          context.lineWidth = 2;
          context.strokeStyle = getComputedStyle(context.canvas).color;
          context.strokeRect(left - 1, top - 1, w + 2, h + 2);
        }
      }
    },
    [layer, table, range, plan, size, inputs, outputs, s, t],
  );

  const onClick = (event: MouseEvent) => {
    // A click by the keyboard has no place.
    if (event.detail === 0) return;
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const [x, y] = [(event.clientX - left) / width, (event.clientY - top) / height];
    const chosen = kernelAt(plan, inputs, outputs, x, y);
    if (chosen) onSelect(chosen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
    onSelect({ s: within(s + move.s, inputs), t: within(t + move.t, outputs) });
  };

  const lastS = Math.min(inputs, plan.firstS + plan.rows);
  const lastT = Math.min(outputs, plan.firstT + plan.columns);
  return (
    <>
      <p
        className={section.note}
      >{`Down: input channels s ${plan.firstS + 1}–${lastS} of ${inputs}. Across: output channels t ${plan.firstT + 1}–${lastT} of ${outputs}.`}</p>
      <button
        type="button"
        className={styles.grid}
        data-testid="kernel-grid"
        aria-label={`Kernels of the layer; selected: s ${s + 1}, t ${t + 1}. The arrow keys choose another.`}
        onClick={onClick}
        onKeyDown={onKeyDown}
      >
        <Painting aspect={plan.aspect} draw={draw} />
      </button>
    </>
  );
}
