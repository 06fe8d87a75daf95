import { useCallback, useMemo } from 'react';
import type { LayerInspection } from '../../engine/inspection/inspect.ts';
import { errorLeft, kernelOf, runningSums } from '../../engine/inspection/terms.ts';
import { formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import type { ColourTable } from '../stage/colours.ts';
import { Factors } from './Factors.tsx';
import type { Selection } from './grid.ts';
import { aspectOf, paintKernel } from './paintKernel.ts';
import { Painting } from './Painting.tsx';
import { Slider } from '../shared/Slider.tsx';
import styles from './kernels.module.css';
import section from '../shared/section.module.css';

interface SelectedKernelProps {
  layer: LayerInspection;
  axes: readonly string[];
  table: ColourTable;
  range: number;
  selected: Selection;
  rank: number;
  onRank: (rank: number) => void;
}

const origin = ({ terms, shape, rank }: LayerInspection): string => {
  if (terms.kind === 'stored')
    return `The ${rank === 1 ? 'one term that this layer stores' : `${rank} terms that this layer stores`} for the kernel, heaviest first. Each filter is scaled to length 1, and its length goes into the weight.`;
  return shape.size.length === 2
    ? 'Terms of the singular value decomposition of this kernel, largest first: no other sum of as many products comes closer.'
    : 'Terms of the singular value decomposition of this kernel, unfolded to t against (x, y): filters along t times images in x and y.';
};

/** One kernel, the sum of its first terms and the filters of the last of these. */
export function SelectedKernel(props: SelectedKernelProps) {
  const { layer, axes, table, range, selected, onRank } = props;
  const { shape, terms } = layer;
  const kernel = selected.s * shape.outputs + selected.t;
  const exact = useMemo(
    () => kernelOf(layer.kernel, shape.inputs * shape.outputs, kernel),
    [layer, shape, kernel],
  );
  const sums = useMemo(() => runningSums(terms, kernel), [terms, kernel]);
  const errors = useMemo(() => sums.map((sum) => errorLeft(exact, sum)), [exact, sums]);
  const rank = Math.min(props.rank, terms.count);
  const picture = { size: shape.size, table, range };
  return (
    <div className={styles.selected} data-testid="selected-kernel">
      <div className={styles.pair} data-ways={shape.size.length}>
        <KernelFigure
          {...picture}
          values={exact}
          text={`Kernel s ${selected.s + 1}, t ${selected.t + 1}`}
        />
        <KernelFigure {...picture} values={sums[rank - 1]} text={sumText(rank)} />
      </div>
      <Slider
        className={styles.slider}
        label="Terms r"
        min={1}
        max={terms.count}
        value={rank}
        text={`${rank} of ${terms.count}`}
        onMove={onRank}
      />
      <div className={styles.errors}>
        <Tip text="‖kernel − sum of the first r terms‖ / ‖kernel‖, the norm over all kernel points (Frobenius).">
          Error left
        </Tip>
        <ol data-testid="errors-left">
          {errors.map((error, r) => (
            <li
              key={r}
              aria-current={r + 1 === rank || undefined}
            >{`r = ${r + 1}: ${formatPercent(error < 5e-6 ? 0 : error)}`}</li>
          ))}
        </ol>
      </div>
      <Factors
        terms={terms}
        size={shape.size}
        axes={axes}
        kernel={kernel}
        term={rank - 1}
        table={table}
      />
      <p className={section.note}>{origin(layer)}</p>
    </div>
  );
}

const sumText = (rank: number): string => (rank === 1 ? 'First term' : `Sum of ${rank} terms`);

interface KernelFigureProps {
  values: Float32Array;
  size: readonly number[];
  table: ColourTable;
  range: number;
  text: string;
}

function KernelFigure({ values, size, table, range, text }: KernelFigureProps) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) =>
      paintKernel(context, values, size, table, range, { left: 0, top: 0, width, height }),
    [values, size, table, range],
  );
  return (
    <figure>
      <figcaption>{text}</figcaption>
      <Painting aspect={aspectOf(size)} draw={draw} label={text} />
    </figure>
  );
}
