/** A stage with small fields, as the page would have it. */
import { presets } from '../../../engine/experiment/presets.ts';
import { withValue } from '../../../engine/experiment/leaves.ts';
import { useLab, type LabState, type ShownRecording } from '../../state.ts';
import type { StageData } from '../comparison.ts';

const [standard] = presets;
const FRAMES = 4;
const POINTS = 3;
const field = (value: number) => new Float32Array(FRAMES * POINTS ** 2).fill(value);

export const withNetworks = (count: number) => withValue(standard.experiment, 'networks', count);

const recordingOf = (experiment: LabState['experiment'], parameters: LabState['parameters']) =>
  ({
    experiment,
    parameters,
    zone: field(1),
    domain: new Float32Array((FRAMES + 2) * POINTS ** 2).fill(1),
    domainShape: [POINTS, POINTS] as const,
    times: [0.2, 0.3, 0.4, 0.5],
    interval: 0.1,
    skipped: 2,
  }) as ShownRecording;

/** All networks of a finished run have forecasts, each with an error of its own. */
export function trainedStage(count: number): { state: LabState; data: StageData } {
  const experiment = withNetworks(count);
  const start = useLab.getInitialState();
  const { parameters } = start;
  const recording = recordingOf(experiment, parameters);
  const forecast = { parameters, field: field(0.9), unit: 1, step: 10, milliseconds: 12 };
  const network = { status: 'finished' as const, step: 10, curve: [], forecast };
  const comparison = { forecast: field(0.9), truth: field(1), relativeL2: 0.1, largest: 0.1 };
  const ids = ['a', 'b', 'c', 'd'] as const;
  return {
    state: {
      ...start,
      experiment,
      shown: experiment,
      run: experiment,
      recording,
      networks: {
        ...start.networks,
        ...Object.fromEntries(ids.slice(0, count).map((id) => [id, network])),
      },
    },
    data: {
      fieldRange: 1e-3,
      errorRange: 2e-4,
      networks: Object.fromEntries(ids.slice(0, count).map((id) => [id, comparison])),
    },
  };
}
