import { useMemo } from 'react';
import { toArray } from '../../engine/experiment/parameters.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { originOf, taskOf } from '../../engine/tasks/index.ts';
import type { Origin } from '../../engine/tasks/origins/origin.ts';
import type { TaskWords } from '../../engine/tasks/task.ts';
import { drawnField } from '../lab/ownRecording.ts';
import { formatMs, formatPercent } from '../shared/numbers.ts';
import { useNetworkName } from '../networks/useNetworkName.ts';
import type { ZoneForecast } from '../../worker/protocol.ts';
import { COVERED, useCovered } from '../lessons/cover.ts';
import { useHidden } from '../page/page.ts';
import { useLab, type Forecast } from '../state.ts';
import { useTheme } from '../theme.ts';
import { isTraced, useComparison, zoneOf } from './comparison.ts';
import { framesOf, useOrigin } from './current.ts';
import { earlierHelp } from './earlierText.ts';
import { emptyText, truthMissing } from './emptyText.ts';
import { FieldCanvas } from './FieldCanvas.tsx';
import { Panel } from './Panel.tsx';
import type { Picture } from './paint.ts';
import { errorPicture, fieldPicture } from './pictures.ts';
import { ZoneOverlay } from './ZoneOverlay.tsx';

const useSkipped = () => useLab((state) => state.recording?.skipped ?? 0);

const useLast = () => useLab((state) => state.recording?.times.at(-1));

/** First output time (s), where the frames before it are times too. */
const useFrom = () =>
  useLab((state) => (originOf(state.shown).timed ? state.recording?.times[0] : undefined));

function useFieldPicture(
  field: Float32Array | undefined,
  frames: number,
  experiment: Experiment,
): Picture | undefined {
  const theme = useTheme((state) => state.theme);
  const range = useComparison((state) => state.fieldRange);
  const recording = useLab((state) => state.recording);
  return useMemo(
    () =>
      field &&
      fieldPicture(
        { values: recording ? drawnField(recording, field) : field, frames, experiment },
        { theme, range },
      ),
    [field, frames, experiment, theme, range, recording],
  );
}

const useWords = (): TaskWords => useLab((state) => taskOf(state.shown).words);

export function TruthPanel() {
  const recording = useLab((state) => state.recording);
  const from = useFrom();
  const shown = useLab((state) => state.shown);
  const picture = useFieldPicture(
    recording?.zone,
    recording?.times.length ?? 1,
    recording?.experiment ?? shown,
  );
  const { truth } = useWords();
  return (
    <Panel
      testId="panel-truth"
      title={truth.title}
      help={truth.help}
      empty={recording ? undefined : truthMissing(shown)}
      from={from}
      last={useLast()}
    >
      <FieldCanvas label={truth.title} picture={picture} skipped={useSkipped()} />
      <ZoneOverlay />
    </Panel>
  );
}

/** Whether errors are not to be told now, in whatever way. */
function useSecret(): boolean {
  const hidden = useHidden('numbers');
  return useCovered('errors') || hidden;
}

/** How wrong the forecast on the stage is, for the descriptions of the pictures. */
const useErrorNote = (id: NetworkId): string | undefined => {
  const error = useComparison((state) => state.networks[id]?.relativeL2);
  const secret = useSecret();
  return error === undefined || secret
    ? undefined
    : `relative error ${formatPercent(error)} over all times`;
};

export function ForecastPanel({ id }: { id: NetworkId }) {
  const forecast = useLab((state) => state.networks[id].forecast);
  const earlier = useLab((state) => state.networks[id].earlier);
  const secret = useSecret();
  const inside = useLab((state) => state.networks[id].inside);
  const traced = useLab((state) => isTraced(state.shown));
  const field = useLab((state) => zoneOf(state.networks[id], isTraced(state.shown))?.field);
  const forecastOf = useLab((state) => state.run ?? state.shown);
  const words = useWords();
  const from = useFrom();
  const origin = useOrigin();
  const trainable = !useHidden('trainbar');
  const empty = useLab((state) => emptyText(state, id, 'the forecast', trainable));
  const failed = useLab((state) => state.networks[id].status === 'failed');
  const shown = empty === undefined ? forecast : undefined;
  const picture = useFieldPicture(shown && field, framesOf(forecastOf), forecastOf);
  const name = id.toUpperCase();
  const called = useNetworkName(id);
  return (
    <Panel
      testId={`panel-forecast-${id}`}
      title={`Forecast ${name}`}
      name={called}
      help={`Network ${name}, ${called}. ${words.forecast}${earlier ? ` ${earlierHelp(earlier, secret)}` : ''}`}
      figure={shown && formatMs(shown.milliseconds + (traced ? (inside?.milliseconds ?? 0) : 0))}
      figureHelp={
        shown && forecastTime(shown, { origin, result: words.result }, traced ? inside : undefined)
      }
      network={id}
      from={from}
      last={useLast()}
      mark={earlier && 'trained earlier'}
      empty={empty}
      failed={failed}
    >
      <FieldCanvas
        label={`Forecast of network ${name}${origin.words.place}`}
        note={useErrorNote(id)}
        picture={picture}
        skipped={useSkipped()}
      />
      <ZoneOverlay />
    </Panel>
  );
}

/** How the time of a forecast came about. */
function forecastTime(
  { parameters, step, milliseconds }: Forecast,
  { origin, result }: { origin: Origin; result: string },
  inside?: ZoneForecast,
) {
  const from = origin.words.from(toArray(parameters).length);
  const more = inside
    ? ` Network ${formatMs(milliseconds)}, mesh and simulation of the submodel ${formatMs(inside.milliseconds)}.`
    : '';
  return `Time of this one forecast in the worker, ${from} to ${result}, after step ${step}.${more} During training it includes waiting for the processor.`;
}

export function ErrorPanel({ id }: { id: NetworkId }) {
  const from = useFrom();
  const covered = useCovered('errors');
  const trainable = !useHidden('trainbar');
  const missing = useLab((state) => emptyText(state, id, 'the error', trainable));
  const empty = missing ?? (covered ? COVERED : undefined);
  const failed = useLab((state) => state.networks[id].status === 'failed');
  const comparison = useComparison((state) => state.networks[id]);
  const range = useComparison((state) => state.errorRange);
  const recording = useLab((state) => state.recording);
  const theme = useTheme((state) => state.theme);
  const traced = useLab((state) => isTraced(state.shown));
  const origin = useOrigin();
  const shown = empty === undefined ? comparison : undefined;
  const picture = useMemo(
    (): Picture | undefined =>
      shown &&
      recording &&
      errorPicture(
        shown,
        { frames: recording.times.length, experiment: recording.experiment },
        { theme, range },
      ),
    [shown, recording, theme, range],
  );
  const name = id.toUpperCase();
  const called = useNetworkName(id);
  return (
    <Panel
      testId={`panel-error-${id}`}
      title={`Error ${name}`}
      name={called}
      help={`|${traced ? 'submodel driven by the forecast trace − full model' : 'forecast − truth'}| of network ${name}, ${called}, at every point${origin.words.points}, in the same colours for all networks.`}
      figure={shown && formatPercent(shown.relativeL2)}
      figureHelp={
        traced
          ? 'Relative L2 error inside the zone for this sample: ‖submodel − full model‖/‖full model‖ over all points and output times. The error of the trace itself is under Results.'
          : 'Relative L2 error of this sample: ‖forecast − truth‖/‖truth‖ over all points and output times; for own data, of the fields as scaled for training. A dash means that the truth is almost silent.'
      }
      network={id}
      from={from}
      last={useLast()}
      empty={failed ? 'No error to show: the network failed.' : empty}
      failed={failed}
    >
      <FieldCanvas
        label={`Error of network ${name}${origin.words.place}`}
        note={useErrorNote(id)}
        picture={picture}
        skipped={useSkipped()}
      />
      <ZoneOverlay />
    </Panel>
  );
}
