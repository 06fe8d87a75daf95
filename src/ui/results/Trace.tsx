import { useMemo } from 'react';
import { sameParameters } from '../../engine/experiment/parameters.ts';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { relativeL2OfField } from '../../engine/metrics.ts';
import type { SceneRecording } from '../../worker/protocol.ts';
import { forecastApplies } from '../lab/run/stageQuestions.ts';
import { formatPercent } from '../shared/numbers.ts';
import { formatDisplacement } from '../shared/units.ts';
import { useNetworkName } from '../networks/useNetworkName.ts';
import { Tip } from '../shared/Tip.tsx';
import { colourTables } from '../stage/colours.ts';
import { isTraced, largestOf, roundUp, useComparison } from '../stage/comparison.ts';
import { useLab } from '../state.ts';
import { useTheme } from '../theme.ts';
import { NetworkHeads } from '../networks/NetworkHeads.tsx';
import { useNetworkIds } from '../networks/useNetworkIds.ts';
import { TracePlot } from './TracePlot.tsx';
import type { TracePicture } from './paintTrace.ts';
import section from '../shared/section.module.css';
import styles from './Trace.module.css';
import table from '../shared/table.module.css';

/** u on the boundary of the zone: what the networks forecast, and what it is worth inside. */
export function Trace() {
  const traced = useLab((state) => isTraced(state.shown));
  const recording = useLab((state) => state.recording);
  if (!traced) return null;
  const known = recording && recording.trace && isTraced(recording.experiment);
  return (
    <section className={section.section} aria-labelledby="trace-title" data-testid="trace">
      <h2 id="trace-title">
        <Tip text="u on the boundary of the zone over time. The networks forecast only this; the finite element submodel computes the zone from it.">
          Trace
        </Tip>
      </h2>
      {known ? (
        <Traces recording={recording} />
      ) : (
        <p className={section.note}>It appears with the next simulation.</p>
      )}
    </section>
  );
}

/** The traces in one scale, from their own largest value: the stage's belongs to the zone. */
function Traces({ recording }: { recording: SceneRecording }) {
  const ids = useNetworkIds();
  const { trace, experiment } = recording;
  const { zone, task, scene } = experiment;
  const theme = useTheme((state) => state.theme);
  const range = useMemo(() => roundUp(largestOf(trace ?? new Float32Array(0))), [trace]);
  const shared = { zone, duration: scene.duration };
  const scale = useMemo(
    () => ({ points: task.arc, table: colourTables[theme].field, low: -range, high: range }),
    [task.arc, theme, range],
  );
  const truth = useMemo(
    (): TracePicture | undefined => trace && { values: trace, ...scale },
    [trace, scale],
  );
  return (
    <>
      <p
        className={section.note}
      >{`Colours from −${formatDisplacement(range)} to +${formatDisplacement(range)}; counter-clockwise from the lower left corner, the other corners dashed.`}</p>
      <div className={styles.plots}>
        <TracePlot
          {...shared}
          testId="trace-truth"
          title={
            <Tip text="u on the zone’s boundary from the full finite element model, at the output times.">
              Full model
            </Tip>
          }
          label="Trace of the full model"
          picture={truth}
        />
        {ids.map((id) => (
          <ForecastTrace key={id} {...{ id, scale, recording }} axis={id === ids.at(-1)} />
        ))}
      </div>
      <SampleErrors recording={recording} />
    </>
  );
}

/** A network's forecast of the trace, once it is that of the sample on the stage. */
function useForecastTrace(id: NetworkId, { trace }: SceneRecording): Float32Array | undefined {
  const field = useLab((state) =>
    forecastApplies(state, id) ? state.networks[id].forecast?.field : undefined,
  );
  return field && trace && field.length === trace.length ? field : undefined;
}

interface ForecastTraceProps {
  id: NetworkId;
  scale: Omit<TracePicture, 'values'>;
  recording: SceneRecording;
  axis: boolean;
}

function ForecastTrace({ id, scale, recording, axis }: ForecastTraceProps) {
  const values = useForecastTrace(id, recording);
  const error = useTraceError(id, recording);
  const picture = useMemo(
    (): TracePicture | undefined => values && { values, ...scale },
    [values, scale],
  );
  const { zone, scene } = recording.experiment;
  const name = id.toUpperCase();
  const called = useNetworkName(id);
  return (
    <TracePlot
      zone={zone}
      duration={scene.duration}
      testId={`trace-${id}`}
      network={id}
      title={`Forecast ${name} · ${called}`}
      label={`Trace that network ${name}, ${called}, forecasts`}
      figure={error === undefined ? undefined : formatPercent(error)}
      picture={picture}
      empty={
        values ? undefined : `Press Train: the trace that network ${name} forecasts appears here.`
      }
      axis={axis}
    />
  );
}

/** Relative L2 error of the forecast trace of the sample on the stage. */
function useTraceError(id: NetworkId, recording: SceneRecording): number | undefined {
  const values = useForecastTrace(id, recording);
  const parameters = useLab((state) => state.networks[id].forecast?.parameters);
  const unit = useLab((state) => state.networks[id].forecast?.unit);
  const { trace } = recording;
  return useMemo(
    () =>
      values && trace && parameters && sameParameters(parameters, recording.parameters)
        ? relativeL2OfField(values, trace, unit)
        : undefined,
    [values, trace, unit, parameters, recording],
  );
}

function SampleErrors({ recording }: { recording: SceneRecording }) {
  const ids = useNetworkIds();
  return (
    <table className={table.numbers} data-testid="trace-errors" aria-label="Errors of this sample">
      <thead>
        <tr>
          <th scope="col" className={styles.sample}>
            This sample
          </th>
          <NetworkHeads ids={ids} />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ Cell, title, help }) => (
          <tr key={title}>
            <th scope="row">
              <Tip text={help}>{title}</Tip>
            </th>
            {ids.map((id) => (
              <Cell key={id} {...{ id, recording }} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  id: NetworkId;
  recording: SceneRecording;
}

function TraceError({ id, recording }: CellProps) {
  return <ErrorCell value={useTraceError(id, recording)} />;
}

function InsideError({ id }: CellProps) {
  return <ErrorCell value={useComparison((state) => state.networks[id]?.relativeL2)} />;
}

const ErrorCell = ({ value }: { value: number | undefined }) => (
  <td translate="no">{value === undefined || Number.isNaN(value) ? '–' : formatPercent(value)}</td>
);

const rows = [
  {
    Cell: TraceError,
    title: 'Error of the trace',
    help: '‖forecast − full model‖/‖full model‖ over all points of the boundary and all output times, of this sample.',
  },
  {
    Cell: InsideError,
    title: 'Error inside',
    help: '‖submodel driven by the forecast trace − full model‖/‖full model‖ over all points of the zone and all output times, of this sample.',
  },
] as const;
