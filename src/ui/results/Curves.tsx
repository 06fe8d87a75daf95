import { useCallback } from 'react';
import { CURVE_TEST_SAMPLES } from '../../engine/train/evaluate.ts';
import { compressedAfterwards, stepsOf } from '../../engine/train/steps.ts';
import { formatPercent } from '../shared/numbers.ts';
import { useNetworkName } from '../networks/useNetworkName.ts';
import { Tip } from '../shared/Tip.tsx';
import { networkIds, useLab } from '../state.ts';
import { Chart } from '../chart/Chart.tsx';
import { curvesFigure, type PlotColours } from '../chart/plot.ts';
import section from '../shared/section.module.css';
import styles from './Curves.module.css';

export function Curves() {
  const a = useLab((state) => state.a.curve);
  const b = useLab((state) => state.b.curve);
  const started = useLab((state) => state.run !== undefined);
  const empty = a.length + b.length === 0;
  return (
    <section className={section.section} aria-labelledby="curves-title" data-testid="curves">
      <h2 id="curves-title">
        <Tip
          text={`Relative L2 error: mean over samples of ‖forecast − truth‖/‖truth‖. Train: mean of the batches since the last point, while the weights change. Test: the first ${CURVE_TEST_SAMPLES} test samples, which the networks never see in training; the error in the table is over all test samples.`}
        >
          Learning curves
        </Tip>
      </h2>
      <CurvesLegend />
      <div className={styles.curves}>
        <Plot />
        {empty && (
          <p className={styles.curvesEmpty}>
            {started
              ? 'The curves start at the first training step.'
              : 'Press Train: the error of both networks appears here, step by step.'}
          </p>
        )}
      </div>
    </section>
  );
}

/** Where a network is compressed after training, if one is. */
const useCutStep = (): number | undefined =>
  useLab((state) => {
    const experiment = state.run ?? state.experiment;
    return networkIds.some((id) => compressedAfterwards(experiment, id))
      ? experiment.training.steps
      : undefined;
  });

/** Not Plotly's own: that one takes two lines of the little room. */
function CurvesLegend() {
  const cutAt = useCutStep();
  const names = { a: useNetworkName('a'), b: useNetworkName('b') };
  return (
    <ul className={styles.curvesLegend}>
      {networkIds.map((id) => (
        <li key={id} className={`network-${id}`}>
          <svg viewBox="0 0 22 8" aria-hidden="true">
            <path d="M0 4H22" />
            {id === 'a' ? (
              <circle cx="11" cy="4" r="3" />
            ) : (
              <rect x="8" y="1" width="6" height="6" />
            )}
          </svg>
          <span translate="no">{`${id.toUpperCase()} ${names[id]}`}</span>
        </li>
      ))}
      <li>{cutAt === undefined ? 'marked: test, thin: train' : 'marked: test, dotted: cut'}</li>
    </ul>
  );
}

const describe = (id: 'a' | 'b', name: string, test: number | undefined) =>
  `network ${id.toUpperCase()}, ${name}: ${test === undefined ? 'no test error yet' : `test error ${formatPercent(test)}`}`;

function Plot() {
  const a = useLab((state) => state.a.curve);
  const b = useLab((state) => state.b.curve);
  const steps = useLab((state) =>
    Math.max(...networkIds.map((id) => stepsOf(state.run ?? state.experiment, id))),
  );
  const cutAt = useCutStep();
  const nameA = useNetworkName('a');
  const nameB = useNetworkName('b');
  const figure = useCallback(
    (colours: PlotColours) => curvesFigure({ a, b }, { a: nameA, b: nameB }, steps, cutAt, colours),
    [a, b, nameA, nameB, steps, cutAt],
  );
  const latest = { a, b };
  const names = { a: nameA, b: nameB };
  const summary = networkIds
    .map((id) =>
      describe(id, names[id], latest[id].findLast((point) => point.test !== undefined)?.test),
    )
    .join('; ');
  return <Chart figure={figure} label={`Learning curves. ${summary}.`} />;
}
