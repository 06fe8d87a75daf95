import { useMemo } from 'react';
import { Tip } from '../shared/Tip.tsx';
import { shownRank, useWhy } from './state.ts';
import { shareText } from './texts.ts';
import section from '../shared/section.module.css';
import styles from './why.module.css';

const SHOWN = 6;
const WIDTH = 100;
const HEIGHT = 40;

/** The first one-way filters, as lines over x from −1 m to 1 m. */
export function Filters() {
  const { alongX, size, singularValues } = useWhy((state) => state.propagator);
  const rank = useWhy(shownRank);
  return (
    <>
      <h3 className={section.chartTitle} data-part="chart-title">
        <Tip text="Filter r along x, from −1 m to 1 m, scaled to its largest value; its partner along y has the same shape, up to the sign. The percentage is its singular value as a share of the largest. Pale: not used at the chosen rank.">
          One-way filters
        </Tip>
        <span className="muted">{`x from −1 m to 1 m, the first ${SHOWN}`}</span>
      </h3>
      <ol className={styles.filters}>
        {Array.from({ length: SHOWN }, (_, r) => (
          <Filter
            key={r}
            name={`Filter ${r + 1}`}
            values={alongX.subarray(r * size, (r + 1) * size)}
            share={singularValues[r] / singularValues[0]}
            used={r < rank}
          />
        ))}
      </ol>
    </>
  );
}

interface FilterProps {
  name: string;
  values: Float64Array;
  share: number;
  used: boolean;
}

function Filter({ name, values, share, used }: FilterProps) {
  const path = useMemo(() => linePath(values), [values]);
  const label = `${name} along x, ${used ? 'used' : 'not used'}: singular value ${shareText(share)} of the largest.`;
  return (
    <li data-used={used}>
      {/* oxlint-disable jsx-a11y/prefer-tag-over-role -- drawn here, not an image file */}
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <path className={styles.axis} d={`M0 ${HEIGHT / 2}H${WIDTH}`} />
        <path d={path} />
      </svg>
      {/* oxlint-enable jsx-a11y/prefer-tag-over-role */}
      <span aria-hidden="true">{`${name.slice(-1)}: ${shareText(share)}`}</span>
    </li>
  );
}

function linePath(values: Float64Array): string {
  const most = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
  return Array.from(values, (value, at) => {
    const x = (WIDTH * at) / values.length;
    const y = (HEIGHT / 2) * (1 - (0.94 * value) / most);
    return `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join('');
}
