import { useCallback } from 'react';
import { INTERVALS, LOST } from '../../engine/evaluation/feedBack.ts';
import type { ErrorReport } from '../../engine/evaluation/report.ts';
import { Chart } from '../chart/Chart.tsx';
import type { PlotColours } from '../chart/plot.ts';
import { NetworkHeads } from '../networks/NetworkHeads.tsx';
import { NetworkLegend } from '../networks/NetworkLegend.tsx';
import { countOf, formatPercent, formatPlain, formatShare } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { fedBackFigure } from './figures.ts';
import type { Reports } from './reports.ts';
import { chartItems } from '../saving/savedChart.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import section from '../shared/section.module.css';
import table from '../shared/table.module.css';
import styles from './errors.module.css';

const HOW =
  'Forecasts are fed back by û(k + 1) = 2 F(û(k)) − û(k − 1), with û(0) = u(0) and û(1) = F(u(0)). This is exact for the exact propagator, since cos ω(k + 1)T = 2 cos ωT cos ωkT − cos ω(k − 1)T. To feed back F(û) alone would take every forecast for a field at rest, and lose its velocity.';
const RADIUS =
  'The largest |λ| of the eigenvalues of the linear network on the whole grid, with its padding, by the method of Arnoldi. Where it is above 1, forecasts that are fed back grow without bounds.';

/** Of propagators: what becomes of forecasts over many intervals. */
export function FedBack({ reports }: { reports: Reports }) {
  const [[, { fedBack }]] = reports;
  const figure = useCallback((colours: PlotColours) => fedBackFigure(reports, colours), [reports]);
  if (!fedBack) return null;
  const { interval, samples } = fedBack;
  const items = chartItems({ file: 'errors-fed-back', title: 'Forecasts fed back', figure });
  const described = [...reports].map(
    ([id, report]) => `network ${id.toUpperCase()}: ${endText(report)}`,
  );
  return (
    <section className={section.section} aria-labelledby="fed-back-title" data-testid="fed-back">
      <div className={section.head}>
        <h2 id="fed-back-title">
          <Tip text={HOW}>Fed back</Tip>
        </h2>
        <SaveMenu what="the errors of forecasts that are fed back" items={items} />
      </div>
      <p className={section.note}>
        {`Mean relative L2 error of ${countOf(samples, 'test sample')} after k intervals of T = ${formatPlain(interval)} s, against the exact field at k·T.`}
      </p>
      <NetworkLegend ids={[...reports.keys()]} />
      <div className={styles.chart}>
        <Chart
          figure={figure}
          label={`Error of forecasts that are fed back. ${described.join('; ')}.`}
          lazy
        />
      </div>
      <FedBackTable reports={reports} />
    </section>
  );
}

function LastError({ report: { fedBack } }: { report: ErrorReport }) {
  const errors = fedBack?.errors ?? [];
  const last = errors.at(-1) ?? NaN;
  return (
    <td translate="no">
      <span>{last <= LOST ? formatPercent(last) : `> ${formatShare(LOST)}`}</span>
      <span className={styles.remark}>{`k = ${errors.length}`}</span>
    </td>
  );
}

/** Where the errors of a network end. */
function endText({ fedBack }: ErrorReport): string {
  const errors = fedBack?.errors ?? [];
  const last = errors.at(-1) ?? NaN;
  return last <= LOST
    ? `${formatPercent(last)} at k = ${errors.length}`
    : `beyond ${formatShare(LOST)} at k = ${errors.length}`;
}

function FedBackTable({ reports }: { reports: Reports }) {
  const all = [...reports];
  const [{ radius: known } = { radius: undefined }] = all.flatMap(([, report]) =>
    report.radius ? [report] : [],
  );
  return (
    <table className={table.numbers} aria-label="Forecasts that are fed back">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Measure</span>
          </th>
          <NetworkHeads ids={all.map(([id]) => id)} />
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">
            <Tip
              text={`The error at the last k, at most ${INTERVALS}. Beyond ${formatShare(LOST)} it is not followed any further.`}
            >
              Last error
            </Tip>
          </th>
          {all.map(([id, report]) => (
            <LastError key={id} report={report} />
          ))}
        </tr>
        {known && (
          <tr>
            <th scope="row">
              <Tip
                text={`${RADIUS} The exact propagator has ${known.exact.toFixed(3)} on the modes of the samples.`}
              >
                Spectral radius
              </Tip>
            </th>
            {all.map(([id, { radius }]) => (
              <td key={id} translate="no">
                {radius ? `${radius.settled ? '' : '≈ '}${radius.radius.toFixed(3)}` : '–'}
              </td>
            ))}
          </tr>
        )}
      </tbody>
    </table>
  );
}
