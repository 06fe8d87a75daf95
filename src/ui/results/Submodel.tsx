import { useEffect, useMemo, useRef, type CSSProperties } from 'react';
import { originOf } from '../../engine/tasks/index.ts';
import { formatCount, formatMs, formatPercent, formatTimeStep } from '../shared/numbers.ts';
import { formatDisplacement } from '../shared/units.ts';
import { Tip } from '../shared/Tip.tsx';
import { largestOf, roundUp, useComparison } from '../stage/comparison.ts';
import { FieldCanvas } from '../stage/FieldCanvas.tsx';
import { Panel } from '../stage/Panel.tsx';
import { errorPicture, fieldPicture } from '../stage/pictures.ts';
import { watchSight } from '../stage/player.ts';
import { useLab } from '../state.ts';
import { useTheme } from '../theme.ts';
import type { SceneRecording, SubmodelReport } from '../../worker/protocol.ts';
import section from '../shared/section.module.css';
import styles from './Submodel.module.css';

/** The zone computed alone, beside what the full model says there. */
export function Submodel() {
  const wanted = useLab(({ shown }) => shown.zone.submodel === 'on' && originOf(shown).simulated);
  const recording = useLab((state) => state.recording);
  if (!wanted) return null;
  return (
    <section className={section.section} aria-labelledby="submodel-title" data-testid="submodel">
      <h2 id="submodel-title">
        <Tip text="The zone is computed on its own, on a separate mesh, driven only by the full model’s values on its boundary.">
          Submodel of the zone
        </Tip>
      </h2>
      {recording?.submodel ? (
        <Report recording={recording} report={recording.submodel} />
      ) : (
        <p className={section.note}>It appears with the next simulation.</p>
      )}
    </section>
  );
}

/** Of the panels: as wide as the zone, within reason. */
const frameRatio = (zone = 1): number => Math.min(3, Math.max(0.5, zone));

interface ReportProps {
  recording: SceneRecording;
  report: SubmodelReport;
}

function Report({ recording, report }: ReportProps) {
  const { zone, skipped, times, experiment } = recording;
  const theme = useTheme((state) => state.theme);
  const range = useComparison((state) => state.fieldRange);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => (place.current ? watchSight(place.current) : undefined), []);
  const errorRange = useMemo(
    () => roundUp(largestOf(report.zone.map((u, i) => u - zone[i]))),
    [report, zone],
  );
  const framed = useMemo(
    () => ({ values: report.zone, frames: times.length, experiment }),
    [report, times, experiment],
  );
  const field = useMemo(() => fieldPicture(framed, { theme, range }), [framed, theme, range]);
  const error = useMemo(
    () =>
      errorPicture({ forecast: report.zone, truth: zone }, framed, { theme, range: errorRange }),
    [report, zone, framed, theme, errorRange],
  );
  return (
    <>
      <div
        ref={place}
        className={styles.panels}
        style={{ '--aspect': frameRatio(field.ratio) } as CSSProperties}
      >
        <Panel
          testId="panel-submodel"
          title="Submodel"
          help="u in the zone from the submodel, in the colours of the stage."
          from={times[0]}
        >
          <FieldCanvas label="Submodel of the zone" picture={field} skipped={skipped} />
        </Panel>
        <Panel
          testId="panel-submodel-error"
          title="Error"
          help={`|submodel − full model| at every point of the zone, from 0 (page colour) to ${formatDisplacement(errorRange)} (strongest colour).`}
          figure={`0–${formatDisplacement(errorRange)}`}
          from={times[0]}
        >
          <FieldCanvas label="Error of the submodel" picture={error} skipped={skipped} />
        </Panel>
      </div>
      <Figures report={report} />
    </>
  );
}

function Figures({ report }: { report: SubmodelReport }) {
  const { relativeL2, nodes, steps, dt, milliseconds } = report;
  const figures = [
    [
      'Relative L2 error',
      '‖submodel − full model‖/‖full model‖ over all points of the zone and all output times.',
      formatPercent(relativeL2),
    ],
    ['Nodes', 'Nodes of the submodel’s mesh, its boundary included.', formatCount(nodes)],
    [
      'Time steps',
      `Steps of ${formatTimeStep(dt)}; the submodel’s mesh determines how long they may be.`,
      formatCount(steps),
    ],
    ['Time', 'Time of the submodel’s simulation in its worker.', formatMs(milliseconds)],
  ] as const;
  return (
    <dl className={section.figures}>
      {figures.map(([name, help, value]) => (
        <div key={name}>
          <dt>
            <Tip text={help}>{name}</Tip>
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
