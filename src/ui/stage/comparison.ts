/**
 * What the stage derives from the recording and the forecasts: colour ranges and errors. While a sample
 * is changed, truth and forecasts arrive at different times; a comparison is made only of what belongs to
 * the same sample, and the last one stays until the next is complete.
 */
import { create } from 'zustand';
import { relativeL2OfField } from '../../engine/metrics.ts';
import { sameParameters, type SampleParameters } from '../../engine/experiment/parameters.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { type NetworkId, networkIds } from '../../engine/experiment/network.ts';
import { taskOf } from '../../engine/tasks/index.ts';
import { drawnField } from '../lab/ownRecording.ts';
import { forecastApplies } from '../lab/run/stageQuestions.ts';
import { useLab, type NetworkState, type ShownRecording } from '../state.ts';

export interface Comparison {
  forecast: Float32Array;
  truth: Float32Array;
  /** ‖forecast − truth‖/‖truth‖ over all frames, as the networks’ errors are measured; NaN of a silent field. */
  relativeL2: number;
  /** Largest |forecast − truth| (m). */
  largest: number;
}

export interface StageData {
  /** Fields are painted from −fieldRange to fieldRange (m). */
  fieldRange: number;
  /** Errors are painted from 0 to errorRange (m). */
  errorRange: number;
  /** By network; undefined without a forecast of the sample on the stage. */
  networks: Readonly<Partial<Record<NetworkId, Comparison>>>;
}

/** Before anything is known (m). */
const START_RANGE = 1e-3;

export const useComparison = create<StageData>()(() => ({
  fieldRange: START_RANGE,
  errorRange: START_RANGE,
  networks: {},
}));

const steps = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** The next round number: ranges that follow every sample exactly could not be read. */
export function roundUp(x: number): number {
  if (!(x > 0)) return START_RANGE;
  const power = 10 ** Math.floor(Math.log10(x));
  const step = steps.find((candidate) => candidate * power >= x * (1 - 1e-9)) ?? 10;
  return step * power;
}

export function largestOf(values: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

interface ZoneField {
  parameters: SampleParameters;
  field: Float32Array;
}

/** The zone as a network has it: its forecast, or what the submodel makes of its forecast boundary trace. */
export function zoneOf({ forecast, inside }: NetworkState, traced: boolean): ZoneField | undefined {
  if (!traced) return forecast;
  return inside && inside.zone.length > 0
    ? { parameters: inside.parameters, field: inside.zone }
    : undefined;
}

export const isTraced = ({ task }: Pick<Experiment, 'task'>): boolean =>
  taskOf({ task }).drivesSubmodel === true;

/** Own data is compared scaled, as it was learned; otherwise `unit` is the root mean square of the training fields (m). */
function errorOf(field: Float32Array, { zone, own }: ShownRecording, unit?: number): number {
  if (!own) return relativeL2OfField(field, zone, unit);
  return relativeL2OfField(own.scaled(field), own.scaled(zone), 1);
}

function compare({ field }: ZoneField, recording: ShownRecording, unit?: number): Comparison {
  const [forecast, truth] = [field, recording.zone].map((one) => drawnField(recording, one));
  let largest = 0;
  for (let i = 0; i < truth.length; i++) {
    largest = Math.max(largest, Math.abs(forecast[i] - truth[i]));
  }
  return { forecast, truth, relativeL2: errorOf(field, recording, unit), largest };
}

useLab.subscribe((state, before) => {
  const { recording } = state;
  if (!recording) return;
  const newTruth = recording !== before.recording;
  const { fieldRange, networks: known } = useComparison.getState();
  const networks: Partial<Record<NetworkId, Comparison>> = { ...known };
  // The zone sets the range, because there forecast and truth are compared; near the source the wave
  // is higher and its colour saturates.
  const range = newTruth
    ? roundUp(largestOf(drawnField(recording, recording.zone)) || largestOf(recording.domain))
    : fieldRange;
  for (const id of networkIds) {
    const { forecast, inside } = state.networks[id];
    if (
      !newTruth &&
      forecast === before.networks[id].forecast &&
      inside === before.networks[id].inside
    )
      continue;
    const zone = zoneOf(state.networks[id], isTraced(recording.experiment));
    const fits = zone?.field.length === recording.zone.length && forecastApplies(state, id);
    if (!zone || !fits) delete networks[id];
    else if (sameParameters(zone.parameters, recording.parameters))
      networks[id] = compare(zone, recording, forecast?.unit);
  }
  const changed = networkIds.some((id) => networks[id] !== known[id]);
  if (!changed && range === fieldRange) return;
  const largest = Math.max(0, ...Object.values(networks).map((one) => one.largest));
  useComparison.setState({ fieldRange: range, errorRange: roundUp(largest), networks });
});
