import { useCallback, useId, useState } from 'react';
import type { NetworkId } from '../../engine/experiment/network.ts';
import {
  notableSamples,
  type ErrorReport,
  type RankedSample,
} from '../../engine/evaluation/report.ts';
import { Chart } from '../chart/Chart.tsx';
import type { PlotColours } from '../chart/plot.ts';
import { useActions } from '../lab/context.ts';
import { NetworkLegend } from '../networks/NetworkLegend.tsx';
import { countOf, formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { againstFigure } from './againstFigure.ts';
import { useSameSamples, type Reports } from './reports.ts';
import { chartItems, tableItems } from '../saving/savedChart.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import section from '../shared/section.module.css';
import table from '../shared/table.module.css';
import styles from './errors.module.css';

/** Brings a test sample onto the stage, and the stage into view. */
function useShowSample(): (sample: number) => void {
  const { stage } = useActions();
  return (sample) => {
    stage.showSample(sample);
    document.getElementById('stage')?.scrollIntoView({ block: 'nearest' });
  };
}

/** The error of each test sample: the worst one, the one in the middle, and what it depends on. */
export function Samples({ reports }: { reports: Reports }) {
  const same = useSameSamples();
  const show = useShowSample();
  const silent = [...reports.values()][0].samples.filter(Number.isNaN).length;
  return (
    <section className={section.section} aria-labelledby="by-sample-title" data-testid="by-sample">
      <div className={section.head}>
        <h2 id="by-sample-title">
          <Tip text="Relative L2 error of each test sample: ‖forecast − truth‖/‖truth‖ over all points and output times.">
            By sample
          </Tip>
        </h2>
        <SaveMenu
          what="the errors by sample"
          items={tableItems('errors-by-sample', () => sampleRows(reports))}
        />
      </div>
      <table className={`${table.numbers} ${styles.samples}`} aria-label="Worst and median sample">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Network</span>
            </th>
            <th scope="col">Worst</th>
            <th scope="col">
              <Tip text="Half of the samples have a smaller error.">Median</Tip>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...reports].map(([id, report]) => (
            <Notable key={id} {...{ id, report, same, show }} />
          ))}
        </tbody>
      </table>
      <p className={section.note}>
        <span>
          {same
            ? 'The buttons bring the sample onto the stage; so does a point of the chart.'
            : 'The settings have changed since: the stage can’t show these samples before the next training.'}
        </span>
        {silent > 0 && (
          <span>{` ${countOf(silent, 'silent sample')} ${silent === 1 ? 'is' : 'are'} left out.`}</span>
        )}
      </p>
      <Dependence reports={reports} onSample={same ? show : () => {}} />
    </section>
  );
}

/** Every test sample with its numbers and the error of each network (fraction); nothing of silent samples. */
function sampleRows(reports: Reports) {
  const [[, { samples, against }]] = reports;
  return samples.map((_, i) => ({
    sample: i + 1,
    ...Object.fromEntries(
      against.map(({ title, unit, values }) => [unit ? `${title} (${unit})` : title, values[i]]),
    ),
    ...Object.fromEntries(
      [...reports].map(([id, { samples: errors }]) => [
        `relative error of ${id.toUpperCase()} (fraction)`,
        Number.isNaN(errors[i]) ? undefined : errors[i],
      ]),
    ),
  }));
}

interface NotableProps {
  id: NetworkId;
  report: ErrorReport;
  same: boolean;
  show: (sample: number) => void;
}

function Notable({ id, report, same, show }: NotableProps) {
  const found = notableSamples(report);
  const shared = { id, disabled: !same, show };
  return (
    <tr>
      <th scope="row" className={`network-${id}`}>
        {id.toUpperCase()}
      </th>
      {found ? (
        <>
          <SampleCell kind="worst" {...found.worst} {...shared} />
          <SampleCell kind="median" {...found.median} {...shared} />
        </>
      ) : (
        <td colSpan={2}>All samples are silent.</td>
      )}
    </tr>
  );
}

interface SampleCellProps extends RankedSample {
  kind: 'worst' | 'median';
  id: NetworkId;
  disabled: boolean;
  show: (sample: number) => void;
}

function SampleCell({ kind, id, sample, error, disabled, show }: SampleCellProps) {
  const text = `No. ${sample + 1} · ${formatPercent(error)}`;
  return (
    <td translate="no">
      <button
        type="button"
        disabled={disabled}
        aria-label={`Show the ${kind} sample of network ${id.toUpperCase()}: ${text}`}
        onClick={() => show(sample)}
      >
        {text}
      </button>
    </td>
  );
}

interface DependenceProps {
  reports: Reports;
  onSample: (sample: number) => void;
}

/** The error of all samples against one number of them. */
function Dependence({ reports, onSample }: DependenceProps) {
  const [[, { against }]] = reports;
  const [wanted, setWanted] = useState<string>();
  const { key, title } = against.find((one) => one.key === wanted) ?? against[0];
  const select = useId();
  const figure = useCallback(
    (colours: PlotColours) => againstFigure(reports, key, colours),
    [reports, key],
  );
  return (
    <>
      <div className={styles.pick}>
        <label htmlFor={select}>Against</label>
        <select id={select} value={key} onChange={(event) => setWanted(event.target.value)}>
          {against.map((one) => (
            <option key={one.key} value={one.key}>
              {one.title}
            </option>
          ))}
        </select>
        <SaveMenu
          what={`the errors against: ${title}`}
          items={chartItems({
            file: `errors-against-${key}`,
            title: `Errors against: ${title}`,
            figure,
          })}
        />
      </div>
      <NetworkLegend ids={[...reports.keys()]}>
        <li>
          <Tip text="Median of the samples in each eighth of the range of the training samples, which is the width of the chart.">
            line: median
          </Tip>
        </li>
      </NetworkLegend>
      <div className={styles.chart}>
        <Chart
          figure={figure}
          label={`Error of each test sample against: ${title}.`}
          onPoint={(sample) => typeof sample === 'number' && onSample(sample)}
          lazy
        />
      </div>
    </>
  );
}
