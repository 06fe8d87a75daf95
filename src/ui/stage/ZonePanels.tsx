import { useMemo } from 'react';
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { forecastsApply } from '../lab/stage.ts';
import { formatMs, formatPercent } from '../shared/numbers.ts';
import { useLab, type LabState } from '../state.ts';
import { useTheme } from '../theme.ts';
import { colourTables } from './colours.ts';
import { useComparison } from './comparison.ts';
import { FieldCanvas } from './FieldCanvas.tsx';
import { Panel } from './Panel.tsx';
import type { Picture } from './paint.ts';
import { ZoneOverlay } from './ZoneOverlay.tsx';

const useSkipped = () => useLab((state) => state.recording?.skipped ?? 0);

/** First output time (s). */
const useFrom = () => useLab((state) => state.recording?.times[0]);

/** Grid points per side of a field on the zone. */
const pointsOf = (field: Float32Array, frames: number): number =>
  Math.round(Math.sqrt(field.length / frames));

function useFieldPicture(field: Float32Array | undefined, frames: number): Picture | undefined {
  const theme = useTheme((state) => state.theme);
  const range = useComparison((state) => state.fieldRange);
  return useMemo(
    () =>
      field && {
        values: field,
        points: pointsOf(field, frames),
        table: colourTables[theme].field,
        low: -range,
        high: range,
      },
    [field, frames, theme, range],
  );
}

export function TruthPanel() {
  const recording = useLab((state) => state.recording);
  const from = useFrom();
  const picture = useFieldPicture(recording?.zone, recording?.times.length ?? 1);
  return (
    <Panel
      testId="panel-truth"
      title="Truth in the zone"
      help="The finite element solution on the zone’s grid at the output times: what the networks are to forecast."
      empty={recording ? undefined : 'The wave in the zone appears here.'}
      from={from}
    >
      <FieldCanvas label="Simulated wave in the zone" picture={picture} skipped={useSkipped()} />
      <ZoneOverlay />
    </Panel>
  );
}

/** Why there is no forecast to see, and what brings it. */
function emptyText(state: LabState, id: NetworkId, what: string): string | undefined {
  const network = state[id];
  if (network.status === 'failed') return network.error ?? 'The network failed.';
  if (state.run && !forecastsApply(state)) {
    return 'Trained for another scene or task. Reset and train to forecast this one.';
  }
  if (network.forecast) return undefined;
  switch (network.status) {
    case 'empty':
      return `Press Train: ${what} of network ${id.toUpperCase()} appears here.`;
    case 'preparing':
    case 'ready':
      return `Waiting for the samples. Then ${what} of network ${id.toUpperCase()} appears here.`;
    case 'training':
    case 'paused':
    case 'finished':
      return 'The first forecast is being computed…';
    default:
      return network.status satisfies never;
  }
}

export function ForecastPanel({ id }: { id: NetworkId }) {
  const forecast = useLab((state) => state[id].forecast);
  const frames = useLab((state) => state.run?.task.frames ?? 1);
  const from = useFrom();
  const empty = useLab((state) => emptyText(state, id, 'the forecast'));
  const failed = useLab((state) => state[id].status === 'failed');
  const shown = empty === undefined ? forecast : undefined;
  const picture = useFieldPicture(shown?.field, frames);
  const name = id.toUpperCase();
  return (
    <Panel
      testId={`panel-forecast-${id}`}
      title={`Forecast ${name}`}
      help={`What network ${name} makes of the free parameters alone, after its last training step.`}
      figure={shown && formatMs(shown.milliseconds)}
      figureHelp={`Time of this one forecast in the worker, from the ${shown?.parameters.others.length ? `${3 + shown.parameters.others.length}` : 'three'} numbers to the field, after step ${shown?.step ?? 0}. While the network trains it includes waiting for the processor.`}
      network={id}
      from={from}
      empty={empty}
      failed={failed}
    >
      <FieldCanvas
        label={`Forecast of network ${name} in the zone`}
        picture={picture}
        skipped={useSkipped()}
      />
      <ZoneOverlay />
    </Panel>
  );
}

export function ErrorPanel({ id }: { id: NetworkId }) {
  const from = useFrom();
  const empty = useLab((state) => emptyText(state, id, 'the error'));
  const failed = useLab((state) => state[id].status === 'failed');
  const comparison = useComparison((state) => state[id]);
  const range = useComparison((state) => state.errorRange);
  const frames = useLab((state) => state.recording?.times.length ?? 1);
  const theme = useTheme((state) => state.theme);
  const shown = empty === undefined ? comparison : undefined;
  const picture = useMemo(
    (): Picture | undefined =>
      shown && {
        values: shown.forecast,
        minus: shown.truth,
        points: pointsOf(shown.truth, frames),
        table: colourTables[theme].error,
        low: 0,
        high: range,
      },
    [shown, frames, theme, range],
  );
  const name = id.toUpperCase();
  return (
    <Panel
      testId={`panel-error-${id}`}
      title={`Error ${name}`}
      help={`|forecast − truth| of network ${name} at every point of the zone, in the same colours for A and B.`}
      figure={shown && formatPercent(shown.relativeL2)}
      figureHelp="Relative L2 error of this sample: ‖forecast − truth‖/‖truth‖ over all points and output times."
      network={id}
      from={from}
      empty={failed ? 'No error to show: the network failed.' : empty}
      failed={failed}
    >
      <FieldCanvas
        label={`Error of network ${name} in the zone`}
        picture={picture}
        skipped={useSkipped()}
      />
      <ZoneOverlay />
    </Panel>
  );
}
