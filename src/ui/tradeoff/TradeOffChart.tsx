import { useCallback } from 'react';
import { formatIds, formatLabels } from 'slimwave-formats/registry';
import { Chart } from '../chart/Chart.tsx';
import type { PlotColours } from '../chart/plot.ts';
import { countOf, formatPercentScatter } from '../shared/numbers.ts';
import { networkTitle } from '../archive/entry.ts';
import type { Point } from '../archive/points.ts';
import { sizeTitles, tradeOffFigure, type Size } from './figure.ts';
import { Mark } from './Mark.tsx';
import styles from './tradeoff.module.css';

interface TradeOffChartProps {
  points: readonly Point[];
  front: readonly Point[];
  size: Size;
  chosen: Point | undefined;
  onChoose: (key: string) => void;
}

export function TradeOffChart({ points, front, size, chosen, onChoose }: TradeOffChartProps) {
  const figure = useCallback(
    (colours: PlotColours) => tradeOffFigure(points, front, size, chosen, colours),
    [points, front, size, chosen],
  );
  const best = front.at(-1);
  const label = `Test error against ${sizeTitles[size].toLowerCase()} of ${countOf(points.length, 'network')}; ${front.length} on the Pareto front${best ? `, lowest error ${formatPercentScatter(best.test)} by ${networkTitle(best.latest)}` : ''}. The table lists them.`;
  return (
    <>
      <div className={styles.chart}>
        <Chart
          figure={figure}
          label={label}
          onPoint={(key) => typeof key === 'string' && onChoose(key)}
        />
      </div>
      <Legend points={points} />
    </>
  );
}

function Legend({ points }: Pick<TradeOffChartProps, 'points'>) {
  const entries = points.map(({ latest }) => latest);
  const bars = points.some(({ test }) => test.deviation !== undefined);
  const present = formatIds.filter((id) =>
    entries.some(({ format, width }) => format === id && !(id === 'classical' && width !== 'full')),
  );
  const narrow = entries.some(({ format, width }) => format === 'classical' && width !== 'full');
  const compressed = entries.filter(({ format }) => format !== 'classical');
  const outlined = [
    ...(compressed.some(({ route }) => route === 'after') ? ['after training'] : []),
    ...(compressed.some(({ width }) => width !== 'full') ? ['matched channels'] : []),
  ];
  return (
    <ul className={styles.legend}>
      {present.map((id) => (
        <li key={id}>
          <Mark format={id} />
          <span>{` ${formatLabels[id]}`}</span>
        </li>
      ))}
      {narrow && (
        <li>
          <Mark format="classical" outlined /> Narrow classical
        </li>
      )}
      {bars && <li>bars: mean ± standard deviation over the seeds</li>}
      {outlined.length > 0 && <li>{`outlines: ${outlined.join(', ')}`}</li>}
      <li>
        <svg
          className={`${styles.mark} ${styles.frontLine}`}
          viewBox="0 0 22 12"
          aria-hidden="true"
        >
          <path d="M0 3H11V9H22" />
        </svg>{' '}
        Pareto front
      </li>
    </ul>
  );
}
