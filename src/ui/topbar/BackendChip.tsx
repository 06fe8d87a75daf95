import { useRef } from 'react';
import type { BackendReport } from '../../engine/device/choose.ts';
import { FieldControl } from '../controls/FieldControl.tsx';
import { placeNear } from '../shared/place.ts';
import { usePage } from '../page/page.ts';
import { samplesPhrase } from '../lab/samplesOn.ts';
import { useLab } from '../state.ts';
import { BackendFigures } from './BackendFigures.tsx';
import { OfflineSetting } from './OfflineSetting.tsx';
import { shortNames } from './backendNames.ts';
import styles from './topbar.module.css';
import popup from '../shared/popover.module.css';

/** What computes the networks; the details and the choice are one click away. */
export function BackendChip() {
  const backend = useLab((state) => state.backend);
  const problem = useLab((state) => state.backendProblem);
  // Weights live on the backend they were made on.
  const running = useLab((state) => state.clock.runningSince !== undefined);
  const chip = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const name = backend
    ? `${shortNames[backend.name]}${threadsOf(backend)}`
    : problem === undefined
      ? 'Starting…'
      : 'Not started';
  return (
    <>
      <button
        ref={chip}
        type="button"
        className={styles.chip}
        popoverTarget="backend-popover"
        aria-label={`Backend: ${name}`}
      >
        <span className={styles.chipLight} data-ready={backend !== undefined || undefined} />
        <span className={styles.chipName}>
          <span>{backend ? shortNames[backend.name] : name}</span>
          {backend && <span className={styles.chipThreads}>{threadsOf(backend)}</span>}
        </span>
      </button>
      <div
        ref={popover}
        id="backend-popover"
        popover="auto"
        className={`${popup.popover} ${styles.backend}`}
        onToggle={(event) => {
          if (event.newState === 'open' && popover.current && chip.current) {
            placeNear(popover.current, chip.current);
          }
        }}
      >
        <h2>Backend</h2>
        {backend ? <Report {...backend} /> : <Starting problem={problem} />}
        <FieldControl fieldKey="backend" disabled={running} />
        <Samples />
        <WhenItCounts running={running} />
        <p>
          <a href="./checks.html#device" target="_blank" rel="noreferrer">
            Check my device
          </a>
          : every operation on every backend, compared with exact numbers.
        </p>
        {import.meta.env.PROD && <OfflineSetting />}
      </div>
    </>
  );
}

/** Whether the server, or the page around this one, keeps it from sharing memory between threads. */
const isSingle = ({ name, threads }: BackendReport): boolean =>
  name === 'wasm' && threads === 1 && !window.crossOriginIsolated;

function threadsOf(report: BackendReport): string {
  if (isSingle(report)) return ' · 1 thread';
  return report.threads > 1 ? ` · ${report.threads} threads` : '';
}

/** Why there is only one thread, and who can change that. */
function SingleThread() {
  const framed = usePage((state) => state.framed);
  return (
    <p className="muted">
      {framed
        ? 'Each network has one thread: for more, this page and the one around it have to be cross-origin isolated.'
        : 'Each network has one thread: for more, the page has to be cross-origin isolated, by its server or once it is kept for use without a network.'}
    </p>
  );
}

function Starting({ problem }: { problem?: string }) {
  if (problem === undefined) return <p>The backend is being started and tested.</p>;
  return <p>{`The backend could not be started: ${problem}. Train or a reload tries again.`}</p>;
}

function Report(report: BackendReport) {
  const { name, threads, fused, reason, refused, selfTestError, figures } = report;
  return (
    <>
      <p>
        The networks are computed by <strong>{shortNames[name]}</strong>
        <span>{`${threads > 1 ? `, each in ${threads} threads` : ''}${fused ? ', with fused multiply-adds (FMA)' : ''}. ${reason}`}</span>
      </p>
      {isSingle(report) && <SingleThread />}
      {refused.length > 0 && (
        <ul>
          {refused.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {figures.length > 0 && <BackendFigures figures={figures} chosen={name} />}
      <p className="muted">
        Self-test at the start: forward pass and gradients differ from the reference by at most{' '}
        <span className="figure">{selfTestError.toExponential(1)}</span> (relative).
      </p>
    </>
  );
}

/** What has simulated the samples of the run, where it was a GPU. */
function Samples() {
  const phrase = useLab(({ run, samples }) => run && samplesPhrase(samples.madeOn));
  return phrase !== undefined && <p>{`This run: ${phrase}.`}</p>;
}

/** A run stays where its weights are: when another choice takes effect, and when it can be made. */
function WhenItCounts({ running }: { running: boolean }) {
  const differs = useLab(
    ({ run, experiment }) => run !== undefined && run.backend !== experiment.backend,
  );
  if (differs) {
    return <p>The new backend applies to the next run.</p>;
  }
  return running && <p className="muted">The backend cannot be changed during a run.</p>;
}
