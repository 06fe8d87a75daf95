import { checks } from '../../engine/verification/index.ts';
import { browserName } from './browser.ts';
import { CopyButton } from './CopyButton.tsx';
import { LateScript } from '../shared/LateScript.tsx';
import { loadAgain, runAll, stop, useChecks } from './state.ts';
import { markOf, StatusMark } from './StatusMark.tsx';
import { formatShare } from '../shared/numbers.ts';
import { report, summaryLine, verdict } from './report.ts';
import styles from './checks.module.css';

const where = browserName(navigator.userAgent);
const dateFormat = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });

/** How it stands, and where and when it was computed: a screenshot of it speaks for itself. */
export function Summary() {
  const states = useChecks((state) => state.states);
  const computedAt = useChecks((state) => state.computedAt);
  const running = useChecks((state) => state.running !== undefined);
  const late = useChecks((state) => state.late);
  const when = dateFormat.format(computedAt);
  return (
    <section className={styles.summary} aria-label="Summary">
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- not the result of a form */}
      <p role="status" className={styles.line} data-testid="summary">
        {summaryLine(states)}
      </p>
      <p className="muted">
        <span>{`${where}, `}</span>
        <time dateTime={computedAt.toISOString()}>{when}</time>
      </p>
      {late && <LateScript waiting="The checks wait" again={loadAgain} />}
      <Overview />
      <div className={styles.buttons} data-part="buttons">
        <button type="button" onClick={runAll}>
          Run all
        </button>
        {/* Not `disabled`: that would take the focus from whoever has just pressed it. */}
        <button type="button" aria-disabled={!running} onClick={() => running && stop()}>
          Stop
        </button>
        <CopyButton
          label="Copy as text"
          done="All findings are copied."
          text={() => report(checks, states, { where, when })}
        />
      </div>
    </section>
  );
}

function Overview() {
  const states = useChecks((state) => state.states);
  return (
    <nav aria-label="Checks">
      <ul className={styles.overview}>
        {checks.map(({ id, title }) => {
          const state = states[id];
          const mark = markOf(state);
          return (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
              <span className={styles.verdict} data-mark={mark}>
                <StatusMark mark={mark} />
                {/* The word would break the line on a phone. */}
                <span>
                  {state.status === 'running' ? formatShare(state.share) : verdict(state)}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
