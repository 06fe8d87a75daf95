import { useEffect, useMemo, useRef } from 'react';
import { sumOfPairs } from '../../engine/modes/exactKernel.ts';
import { observePixels } from '../shared/observe.ts';
import { useCovered } from '../lessons/cover.ts';
import { Tip } from '../shared/Tip.tsx';
import { colourTables } from '../stage/colours.ts';
import { paintFrame } from '../stage/paint.ts';
import { useTheme } from '../theme.ts';
import { largestOf } from '../stage/comparison.ts';
import { shownRank, useWhy } from './state.ts';
import { distanceText, shareText } from './texts.ts';
import styles from './why.module.css';

/** Of the largest value, at the ends of the colours: a few points of the ring are far above the rest of it. */
const STRONGEST = 0.7;

export function KernelImages() {
  const propagator = useWhy((state) => state.propagator);
  const distance = useWhy((state) => state.distance);
  const rank = useWhy(shownRank);
  const exact = useMemo(() => new Float32Array(propagator.kernel), [propagator]);
  const sum = useMemo(() => new Float32Array(sumOfPairs(propagator, rank)), [propagator, rank]);
  const difference = useMemo(() => exact.map((value, at) => value - sum[at]), [exact, sum]);
  const range = STRONGEST * largestOf(exact);
  const gain = gainFor(largestOf(difference), range);
  const share = shareText(propagator.relativeErrors[rank]);
  const error = useCovered('why-errors') ? undefined : share;
  return (
    <div className={styles.images} data-testid="why-images">
      <KernelImage
        title="Exact"
        help="What a point at the centre becomes after the distance c·T: the kernel of the propagator, from −1 m to 1 m along both axes. Warm is positive, blue negative; the strongest points are drawn in the end colours. The faint lines appear because fixed sides have no modes with i = 0 or j = 0."
        label={`Exact kernel: a ring of radius ${distanceText(distance)} about the centre.`}
        values={exact}
        range={range}
      />
      <KernelImage
        title={`Rank ${rank}`}
        help="The sum of the first R products of a filter along x and a filter along y, in the same colours."
        label={`Sum of ${rank} pairs of one-way filters${error === undefined ? '' : `; it differs from the exact kernel by ${error}`}.`}
        values={sum}
        range={range}
      />
      <KernelImage
        title={gain === 1 ? 'Difference' : `Difference ×${gain}`}
        help="Exact − rank R in the same colours; multiplied by a round number where it would be too pale to see."
        label={`Difference of the two${error === undefined ? '' : `: ${error} of the exact kernel`}.`}
        values={difference}
        range={range / gain}
      />
    </div>
  );
}

/** 1, 2, 5, 10, … up to 100: the most that stays within the colours. */
function gainFor(difference: number, range: number): number {
  const room = range / Math.max(difference, Number.MIN_VALUE);
  return [100, 50, 20, 10, 5, 2].find((gain) => gain <= room) ?? 1;
}

interface KernelImageProps {
  title: string;
  help: string;
  label: string;
  values: Float32Array;
  /** Values at the ends of the colours. */
  range: number;
}

function KernelImage({ title, help, label, values, range }: KernelImageProps) {
  const theme = useTheme((state) => state.theme);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current: element } = canvas;
    if (!element) return undefined;
    const table = colourTables[theme].field;
    const points = Math.sqrt(values.length);
    const shape = [points, points] as const;
    return observePixels(element, ({ width, height }) => {
      element.width = width;
      element.height = height;
      paintFrame(element, { values, shape, table, low: -range, high: range }, 0);
    });
  }, [values, range, theme]);
  return (
    <figure>
      <figcaption>
        <Tip text={help}>{title}</Tip>
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- painted here, not an image file */}
      <canvas ref={canvas} role="img" aria-label={label} />
    </figure>
  );
}
