import { useCallback, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import {
  compressedAfterwards,
  CURVE_TEST_SAMPLES,
  stepsBeforeCut,
  stepsOf,
} from '../../engine/train/steps.ts';
import { formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { scatteringSeeds, type SeedRun } from '../../engine/train/series.ts';
import { seedCurve, type SeedCurve } from '../chart/seedCurves.ts';
import { Chart } from '../chart/Chart.tsx';
import { curvesFigure, type NetworkCurve, type PlotColours } from '../chart/plot.ts';
import { NetworkLegend } from '../networks/NetworkLegend.tsx';
import { networkName } from '../networks/networkName.ts';
import { comparedExperiment, useNetworkIds } from '../networks/useNetworkIds.ts';
import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';
import { chartItems } from '../saving/savedChart.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import section from '../shared/section.module.css';
import styles from './Curves.module.css';

export function Curves() {
  const started = useLab((state) => state.run !== undefined);
  const { figure, label, empty } = useCurves();
  const items = chartItems({ file: 'curves', title: 'Learning curves', figure });
  return (
    <section className={section.section} aria-labelledby="curves-title" data-testid="curves">
      <div className={section.head}>
        <h2 id="curves-title">
          <Tip
            text={`Relative L2 error: mean over samples of ‖forecast − truth‖/‖truth‖. Train: mean of the batches since the last point, while the weights change. Test: the first ${CURVE_TEST_SAMPLES} test samples, which the networks never see in training; the error in the table is over all test samples.`}
          >
            Learning curves
          </Tip>
        </h2>
        {!empty && <SaveMenu what="the learning curves" items={items} />}
      </div>
      <CurvesLegend />
      <div className={styles.curves}>
        <Chart figure={figure} label={label} empty={empty && !started} />
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
    const cut = idsOf(experiment).find((id) => compressedAfterwards(experiment, id));
    // Kept weights are cut before the first step: there is no line to draw there.
    const step = cut && stepsBeforeCut(experiment, cut);
    return step === 0 ? undefined : step;
  });

const seedsText = (seeds: number, running: boolean): string =>
  `means of ${seeds} seeds, band: lowest to highest${running ? ', dotted: the seed in progress' : ''}`;

function CurvesLegend() {
  const cutAt = useCutStep();
  const seeds = useLab(({ series }) => scatteringSeeds(series)?.length);
  const running = useLab(({ phase }) => phase !== 'finished');
  return (
    <NetworkLegend ids={useNetworkIds()}>
      <li>{cutAt === undefined ? 'marked: test, thin: train' : 'marked: test, dotted: cut'}</li>
      {seeds && <li>{seedsText(seeds, running)}</li>}
    </NetworkLegend>
  );
}

const describe = ({ id, name, points, seeds }: NetworkCurve) => {
  const test = points.findLast((point) => point.test !== undefined)?.test;
  const mean = seeds ? `, mean of ${seeds.seeds} seeds` : '';
  return `network ${id.toUpperCase()}, ${name}: ${test === undefined ? 'no test error yet' : `test error ${formatPercent(test)}${mean}`}`;
};

/** Of the networks that have finished with two seeds or more; the others are shown as in a single run. */
function seedCurves(seeds: readonly SeedRun[], ids: readonly NetworkId[]) {
  const all = new Map<NetworkId, SeedCurve>();
  for (const id of ids) {
    const finished = seeds.flatMap(({ networks }) => {
      const { result, curve } = networks[id] ?? {};
      return result && curve ? [curve] : [];
    });
    if (finished.length > 1) all.set(id, seedCurve(finished));
  }
  return all;
}

/** The curves and what they say; whether there are none yet. */
export function useCurves() {
  const experiment = useLab(comparedExperiment);
  const cutAt = useCutStep();
  const points = useLab(
    useShallow((state) => idsOf(comparedExperiment(state)).map((id) => state.networks[id].curve)),
  );
  const seeds = useLab(({ series }) => scatteringSeeds(series));
  const empty = useLab(
    ({ networks }) => !seeds && Object.values(networks).every(({ curve }) => curve.length === 0),
  );
  const ended = useLab(({ phase }) => phase === 'finished');
  const means = useMemo(() => seeds && seedCurves(seeds, idsOf(experiment)), [seeds, experiment]);
  const curves = useMemo(
    () =>
      idsOf(experiment).map((id, i): NetworkCurve => {
        const name = networkName(experiment, id);
        const over = means?.get(id);
        if (!over) return { id, name, points: points[i] };
        return {
          id,
          name,
          points: over.points,
          seeds: { ...over, present: ended ? [] : points[i] },
        };
      }),
    [experiment, points, means, ended],
  );
  const steps = Math.max(...idsOf(experiment).map((id) => stepsOf(experiment, id)));
  const figure = useCallback(
    (colours: PlotColours) => curvesFigure(curves, steps, cutAt, colours),
    [curves, steps, cutAt],
  );
  return { figure, label: `Learning curves. ${curves.map(describe).join('; ')}.`, empty };
}
