import type { CSSProperties } from 'react';
import { holds, type Check, type CheckResult } from '../../engine/verification/check.ts';
import { Figure } from './Figure.tsx';
import { FindingsTable } from './FindingsTable.tsx';
import { formatSeconds } from '../shared/numbers.ts';
import { shapeOf } from './shapes.ts';
import { runNow, useChecks, type CheckState } from './state.ts';
import { markOf, StatusMark } from './StatusMark.tsx';
import { verdict } from './report.ts';
import styles from './checks.module.css';
import results from './results.module.css';

export function CheckCard({ check }: { check: Check }) {
  const { id, title, explanation, source } = check;
  const state = useChecks(({ states }) => states[id]);
  const again = state.status === 'done' || state.status === 'failed' ? 'Run again' : 'Run now';
  return (
    <section
      className={styles.card}
      id={id}
      aria-labelledby={`${id}-title`}
      data-testid="check"
      data-status={state.status}
    >
      <div className={styles.head}>
        <h3 id={`${id}-title`}>
          <a href={`#${id}`}>{title}</a>
        </h3>
        <Status state={state} />
        <button type="button" onClick={() => runNow(id)} aria-label={`${again}: ${title}`}>
          {again}
        </button>
      </div>
      <Progress title={title} state={state} />
      <p>{explanation}</p>
      <p className={styles.source}>
        Source: <cite translate="no">{source}</cite>
      </p>
      <Results check={check} state={state} />
    </section>
  );
}

function Status({ state }: { state: CheckState }) {
  const mark = markOf(state);
  return (
    <span className={styles.status}>
      <span className={styles.verdict} data-mark={mark}>
        <StatusMark mark={mark} />
        <span>{verdict(state)}</span>
      </span>
      {state.status === 'done' && (
        <span className="muted">{`${state.result.findings.filter(holds).length} of ${state.result.findings.length}, ${formatSeconds(state.milliseconds)}`}</span>
      )}
    </span>
  );
}

/** The line under the head: always there, so that nothing moves when it fills. */
function Progress({ title, state }: { title: string; state: CheckState }) {
  return (
    <div className={styles.progress}>
      {state.status === 'running' && (
        <progress value={state.share} max={1} aria-label={`Progress: ${title}`} />
      )}
    </div>
  );
}

function Results({ check, state }: { check: Check; state: CheckState }) {
  const { findings, plots } = shapeOf(check.id);
  const room = {
    '--findings': findings,
    '--figures': plots,
    '--figure-pairs': Math.ceil(plots / 2),
  } as CSSProperties;
  return (
    <div className={results.results} style={room}>
      {state.status === 'done' && <Computed title={check.title} result={state.result} />}
      {state.status === 'failed' && (
        <p className={styles.failure}>
          <strong>The check could not be computed.</strong>
          <span>{` ${state.message}`}</span>
        </p>
      )}
      {state.status === 'running' && <p className={styles.empty}>Being computed.</p>}
      {state.status === 'waiting' && <p className={styles.empty}>The findings will appear here.</p>}
      {state.status === 'stopped' && (
        <p className={styles.empty}>Not computed. Press Run now or Run all.</p>
      )}
    </div>
  );
}

function Computed({ title, result }: { title: string; result: CheckResult }) {
  return (
    <>
      <FindingsTable title={title} findings={result.findings} />
      <div className={results.figures}>
        {result.plots.map((plot) => (
          <Figure key={plot.title} plot={plot} />
        ))}
      </div>
    </>
  );
}
