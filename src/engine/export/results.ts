/** What a run has shown, as tables for other programs: curves, quantities and layers of all networks. */
import type { Experiment } from '../experiment/schema.ts';
import type { NetworkId } from '../experiment/network.ts';
import { toCsv, withLink, type Row } from '../files/table.ts';
import type { NetworkPlan } from '../nets/plan.ts';
import type { CurvePoint, TrainingResult } from '../train/progress.ts';
import type { SeedRun } from '../train/series.ts';
import { seedCurveRows, seedRows, seedStatistics } from './seeds.ts';
import { shortestLink } from './shortestLink.ts';
import { jsonFile, textFile, type ExportFile } from './files.ts';

export interface NetworkOutcome {
  /** How the network is called, such as `Kernel CP, rank 1`. */
  name?: string;
  plan: NetworkPlan;
  curve: readonly CurvePoint[];
  /** Median time of a step (ms). */
  stepMs?: number;
  memoryBytes?: number;
  result?: TrainingResult;
}

/** Of every network of the experiment. */
export type Outcomes = ReadonlyMap<NetworkId, NetworkOutcome>;

const curveRows = (id: NetworkId, { curve }: NetworkOutcome) =>
  curve.map(({ step, train, test }) => ({
    network: id,
    step,
    train_relative_l2: train,
    test_relative_l2: test,
  }));

/** One row a layer of a network. */
export const layerRows = (id: NetworkId, { plan }: Pick<NetworkOutcome, 'plan'>) =>
  plan.layers.map((layer) => ({
    network: id,
    layer: layer.name,
    kind: layer.kind,
    format: layer.format,
    execution: layer.execution,
    rank: layer.rank,
    kernel: layer.shape.size.join('x'),
    inputs: layer.shape.inputs,
    outputs: layer.shape.outputs,
    parameters: layer.parameters,
    dense_parameters: layer.denseParameters,
    macs: layer.macs,
    dense_macs: layer.denseMacs,
  }));

/** Errors are fractions; NaN, such as a median of no times, counts as unknown. */
function quantities({ plan, result, stepMs, memoryBytes }: NetworkOutcome) {
  const { totals } = plan;
  const errors = result?.testErrors;
  const all: Record<string, number | string | undefined> = {
    convolution_parameters: totals.convolutionParameters,
    dense_convolution_parameters: totals.denseConvolutionParameters,
    parameters: totals.parameters,
    weights_bytes: totals.weightBytes,
    optimizer_bytes: totals.optimizerBytes,
    tensors_bytes: memoryBytes,
    macs_per_forecast: totals.macs,
    step_ms: result?.stepMs ?? stepMs,
    forecast_ms: result?.forecastMs,
    learning_rate: result?.rate,
    train_relative_l2: result?.train,
    test_relative_l2: result?.test,
    test_relative_l1: errors?.relativeL1,
    test_nrmse: errors?.nrmse,
    test_well_vrmse: errors?.wellVrmse,
    test_vrmse: errors?.vrmse,
    test_scaled_median_l1: errors?.medianL1,
    test_samples: errors?.samples,
    test_samples_silent: errors?.silent,
    test_samples_without_spread: errors?.flat,
    test_frames: errors?.frames,
    test_frames_without_spread: errors?.flatFrames,
    shifted_relative_l2: result?.shiftedErrors?.relativeL2,
    before_cut_relative_l2: result?.cut?.before,
    after_cut_relative_l2: result?.cut?.after,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined && !Number.isNaN(value)),
  );
}

type Quantities = Readonly<Record<string, string | number | undefined>>;

/** One row a quantity, one column a network. */
function transposed(columns: ReadonlyMap<NetworkId, Quantities>) {
  const names = [...new Set([...columns.values()].flatMap(Object.keys))];
  return names.map((quantity) => ({
    quantity,
    ...Object.fromEntries([...columns].map(([id, values]) => [id, values[quantity]])),
  }));
}

/** All quantities of all networks, with their names if they have some. */
export const comparisonRows = (outcomes: Outcomes) =>
  transposed(
    new Map(
      [...outcomes].map(([id, outcome]): [NetworkId, Quantities] => [
        id,
        { ...(outcome.name !== undefined && { network: outcome.name }), ...quantities(outcome) },
      ]),
    ),
  );

/** The means and deviations of a series, and what they decide: one row a quantity, one column a network. */
export const statisticsRows = (
  { reference }: Experiment,
  ids: readonly NetworkId[],
  done: readonly SeedRun[],
) =>
  transposed(
    new Map(
      seedStatistics(done, ids, reference).map(
        ({ network, ...values }): [NetworkId, Quantities] => [network, values],
      ),
    ),
  );

/** What a series adds, as rows by the name of the table. */
const seriesTables = (
  { reference }: Experiment,
  ids: readonly NetworkId[],
  done: readonly SeedRun[],
): Record<string, Parameters<typeof toCsv>[0]> =>
  done.length === 0
    ? {}
    : {
        seeds: seedRows(done, ids),
        seed_statistics: seedStatistics(done, ids, reference),
        seed_curves: seedCurveRows(done, ids),
      };

/**
 * `curves.csv`, `comparison.csv`, `layers.csv`, and all of it in `results.json`. Of a series these are about its last
 * run, and there are three tables more. Tables have a last column with the experiment's `link`, if one is given.
 */
export function resultFiles(
  experiment: Experiment,
  outcomes: Outcomes,
  done: readonly SeedRun[] = [],
  link?: string,
): ExportFile[] {
  const csv = (name: string, rows: readonly Row[]) =>
    textFile(name, toCsv(link === undefined ? rows : withLink(rows, link)));
  const all = [...outcomes];
  const curves = all.flatMap(([id, outcome]) => curveRows(id, outcome));
  const comparison = comparisonRows(outcomes);
  const layers = all.flatMap(([id, outcome]) => layerRows(id, outcome));
  const series = seriesTables(experiment, [...outcomes.keys()], done);
  return [
    csv('curves.csv', curves),
    csv('comparison.csv', comparison),
    csv('layers.csv', layers),
    ...Object.entries(series).map(([name, rows]) => csv(`${name}.csv`, rows)),
    jsonFile('results.json', {
      link: shortestLink(experiment),
      curves,
      comparison,
      layers,
      ...series,
    }),
  ];
}
