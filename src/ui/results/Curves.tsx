import { useCallback, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { CURVE_TEST_SAMPLES } from '../../engine/train/evaluate.ts';
import { compressedAfterwards, stepsOf } from '../../engine/train/steps.ts';
import { formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { Chart } from '../chart/Chart.tsx';
import { curvesFigure, type NetworkCurve, type PlotColours } from '../chart/plot.ts';
import { NetworkLegend } from '../networks/NetworkLegend.tsx';
import { networkName } from '../networks/networkName.ts';
import { comparedExperiment, useNetworkIds } from '../networks/useNetworkIds.ts';
import { idsOf } from '../../engine/experiment/network.ts';
import section from '../shared/section.module.css';
import styles from './Curves.module.css';

export function Curves() {
  const started = useLab((state) => state.run !== undefined);
  const empty = useLab(({ networks }) =>
    Object.values(networks).every(({ curve }) => curve.length === 0),
  );
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
              : 'Press Train: the error of every network appears here, step by step.'}
          </p>
        )}
      </div>
    </section>
  );
}

/** Where a network is compressed after training, if one is. */
const useCutStep = (): number | undefined =>
  useLab((state) => {
    const experiment = comparedExperiment(state);
    return idsOf(experiment).some((id) => compressedAfterwards(experiment, id))
      ? experiment.training.steps
      : undefined;
  });

function CurvesLegend() {
  const cutAt = useCutStep();
  return (
    <NetworkLegend ids={useNetworkIds()}>
      <li>{cutAt === undefined ? 'marked: test, thin: train' : 'marked: test, dotted: cut'}</li>
    </NetworkLegend>
  );
}

const describe = ({ id, name, points }: NetworkCurve) => {
  const test = points.findLast((point) => point.test !== undefined)?.test;
  return `network ${id.toUpperCase()}, ${name}: ${test === undefined ? 'no test error yet' : `test error ${formatPercent(test)}`}`;
};

function Plot() {
  const experiment = useLab(comparedExperiment);
  const cutAt = useCutStep();
  const points = useLab(
    useShallow((state) => idsOf(comparedExperiment(state)).map((id) => state.networks[id].curve)),
  );
  const curves = useMemo(
    () =>
      idsOf(experiment).map((id, i) => ({
        id,
        name: networkName(experiment, id),
        points: points[i],
      })),
    [experiment, points],
  );
  const steps = Math.max(...idsOf(experiment).map((id) => stepsOf(experiment, id)));
  const figure = useCallback(
    (colours: PlotColours) => curvesFigure(curves, steps, cutAt, colours),
    [curves, steps, cutAt],
  );
  return <Chart figure={figure} label={`Learning curves. ${curves.map(describe).join('; ')}.`} />;
}
