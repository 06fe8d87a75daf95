import { useCallback } from 'react';
import { Chart } from '../chart/Chart.tsx';
import type { PlotColours } from '../chart/plot.ts';
import { NetworkLegend } from '../networks/NetworkLegend.tsx';
import { formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { framesFigure } from './figures.ts';
import type { Reports } from './reports.ts';
import { chartItems } from '../saving/savedChart.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import section from '../shared/section.module.css';
import styles from './errors.module.css';

/** The error of every output time, or channel. */
export function OverTime({ reports }: { reports: Reports }) {
  const figure = useCallback((colours: PlotColours) => framesFigure(reports, colours), [reports]);
  const [[, { frames }]] = reports;
  if (!frames) return null;
  const title = frames.of === 'time' ? 'Over time' : 'By output channel';
  const each = frames.of === 'time' ? 'output time' : 'output channel';
  const items = chartItems({
    file: 'errors-over-time',
    title: `Errors ${title.toLowerCase()}`,
    figure,
  });
  const described = [...reports].map(([id, { frames: own }]) => {
    const errors = own?.errors.filter((error) => !Number.isNaN(error)) ?? [];
    return `network ${id.toUpperCase()}: ${formatPercent(errors[0])} at the first, ${formatPercent(errors.at(-1) ?? NaN)} at the last`;
  });
  return (
    <section className={section.section} aria-labelledby="over-time-title" data-testid="over-time">
      <div className={section.head}>
        <h2 id="over-time-title">
          <Tip
            text={`Of every ${each} √(Σ‖forecast − truth‖²/Σ‖truth‖²), with the sums over all test samples: a sample whose wave has not arrived yet counts for little. No point where all of them are silent.`}
          >
            {title}
          </Tip>
        </h2>
        <SaveMenu what={`the errors ${title.toLowerCase()}`} items={items} />
      </div>
      <NetworkLegend ids={[...reports.keys()]} />
      <div className={styles.chart}>
        <Chart figure={figure} label={`Error of each ${each}. ${described.join('; ')}.`} lazy />
      </div>
    </section>
  );
}
