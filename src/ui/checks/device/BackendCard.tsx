import type { BackendName } from '../../../engine/device/decide.ts';
import { formatMs, formatDigits } from '../../shared/numbers.ts';
import { StatusMark } from '../StatusMark.tsx';
import { failuresOf, groupsOf, meaningOf, worstOf, type Group } from './groups.ts';
import { summaryOf, whereText } from './report.ts';
import { backendNames, type BackendRun } from './state.ts';
import { markOf, verdictOf } from './verdict.ts';
import checks from '../checks.module.css';
import styles from './device.module.css';
import results from '../results.module.css';

export function BackendCard({ backend, run }: { backend: BackendName; run: BackendRun }) {
  const name = backendNames[backend];
  const mark = markOf(run);
  const id = `device-${backend}`;
  const groups = groupsOf(run.outcomes);
  return (
    <section className={checks.card} aria-labelledby={id} data-testid={id} data-status={run.status}>
      <div className={checks.head}>
        <h3 id={id}>{name}</h3>
        <span className={checks.verdict} data-mark={mark}>
          <StatusMark mark={mark} />
          <span>{verdictOf(run)}</span>
        </span>
      </div>
      <div className={checks.progress}>
        {run.status === 'running' && (
          <progress
            value={run.outcomes.length}
            max={run.total ?? 1}
            aria-label={`Progress: ${name}`}
          />
        )}
      </div>
      <Sentences run={run} />
      <Failures name={name} groups={groups} />
      {groups.length > 0 && <Groups name={name} groups={groups} />}
    </section>
  );
}

function Sentences({ run }: { run: BackendRun }) {
  const worst = worstOf(run.outcomes);
  const { adapter } = run;
  return (
    <>
      <p className={run.status === 'failed' ? checks.failure : undefined}>{summaryOf(run)}</p>
      {worst && <p className="muted">{`The largest is in ${whereText(worst)}.`}</p>}
      {adapter && (
        <p className="muted">{`It runs on ${adapter.name}.${adapter.software ? ' That is software and slow: only a few small cases are run.' : ''}`}</p>
      )}
    </>
  );
}

function Failures({ name, groups }: { name: string; groups: readonly Group[] }) {
  const failed = groups.filter(({ passed, outcomes }) => passed < outcomes.length);
  if (failed.length === 0) return null;
  return (
    <div className={`${checks.failure} ${styles.failures}`}>
      <p>
        <strong>{`${name} cannot be trusted on this device.`}</strong> Choose another backend in the
        lab, and please report it: Copy report contains all that is needed.
      </p>
      <ul>
        {failed.map((group) => (
          <GroupFailures key={group.name} group={group} />
        ))}
      </ul>
    </div>
  );
}

function GroupFailures({ group }: { group: Group }) {
  const { spelled, more } = failuresOf(group);
  return (
    <>
      {spelled.map((outcome) => (
        <li key={outcome.name}>
          <strong>{`${group.name}, ${outcome.name}.`}</strong>{' '}
          <span>{`${outcome.problem} ${meaningOf(outcome)} (${outcome.shape})`}</span>
        </li>
      ))}
      {more > 0 && <li>{`${group.name}: ${more} more.`}</li>}
    </>
  );
}

function Groups({ name, groups }: { name: string; groups: readonly Group[] }) {
  return (
    <table className={`${results.findings} ${styles.groups}`}>
      <caption className="visually-hidden">{`Checks of ${name}`}</caption>
      <thead>
        <tr>
          <th scope="col">Operation</th>
          <th scope="col">Passed</th>
          <th scope="col">Largest deviation, and where</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <Row key={group.name} group={group} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ group: { name, passed, outcomes, worst, milliseconds } }: { group: Group }) {
  const mark = passed === outcomes.length ? 'holds' : 'broken';
  return (
    <tr data-holds={mark === 'holds'}>
      <th scope="row">{name}</th>
      <td className={checks.findingVerdict} data-mark={mark}>
        <StatusMark mark={mark} />
        <span>{`${passed} of ${outcomes.length}`}</span>
      </td>
      <td className={styles.where}>
        <span className={results.findingValue} data-part="value">
          {worst ? formatDigits(worst.deviation.fromReference, 2) : 'nothing computed'}
        </span>{' '}
        {worst && (
          <span className="muted">{`${worst.outcome.name}: ${worst.deviation.quantity}`}</span>
        )}
      </td>
      <td>{formatMs(milliseconds)}</td>
    </tr>
  );
}
