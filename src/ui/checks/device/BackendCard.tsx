import type { CheckOutcome } from '../../../engine/backend/checks/index.ts';
import type { BackendName } from '../../../engine/device/choose.ts';
import { formatNumber } from '../numbers.ts';
import { StatusMark } from '../StatusMark.tsx';
import { groupsOf, meaningOf, worstOf, type Group } from './groups.ts';
import { summaryOf, whereText } from './report.ts';
import { backendNames, type BackendRun } from './state.ts';
import { failuresOf, markOf, verdictOf } from './verdict.ts';

export function BackendCard({ backend, run }: { backend: BackendName; run: BackendRun }) {
  const name = backendNames[backend];
  const mark = markOf(run);
  const id = `device-${backend}`;
  return (
    <section className="check-card" aria-labelledby={id} data-testid={id} data-status={run.status}>
      <div className="check-head">
        <h3 id={id}>{name}</h3>
        <span className={`check-verdict mark-${mark}`}>
          <StatusMark mark={mark} />
          {verdictOf(run)}
        </span>
      </div>
      <div className="check-progress">
        {run.status === 'running' && (
          <progress
            value={run.outcomes.length}
            max={run.total ?? 1}
            aria-label={`Progress: ${name}`}
          />
        )}
      </div>
      <Sentences run={run} />
      <Failures name={name} failures={failuresOf(run)} />
      {run.outcomes.length > 0 && <Groups name={name} groups={groupsOf(run.outcomes)} />}
    </section>
  );
}

function Sentences({ run }: { run: BackendRun }) {
  const worst = worstOf(run.outcomes);
  const { adapter } = run;
  return (
    <>
      <p>{summaryOf(run)}</p>
      {worst && <p className="muted">Largest deviation: {whereText(worst)}.</p>}
      {adapter && (
        <p className="muted">
          It runs on {adapter.name}.
          {adapter.software &&
            ' That is software and slow: few and small cases only. The lab does not choose it.'}
        </p>
      )}
    </>
  );
}

function Failures({ name, failures }: { name: string; failures: readonly CheckOutcome[] }) {
  if (failures.length === 0) return null;
  return (
    <div className="check-failure device-failures">
      <p>
        <strong>{name} is not to be trusted on this device.</strong> Choose another backend in the
        lab, and please report it: Copy report has all that is needed.
      </p>
      <ul>
        {failures.map((outcome) => (
          <li key={`${outcome.group}: ${outcome.name}`}>
            <strong>
              {outcome.group}, {outcome.name}.
            </strong>{' '}
            {outcome.problem} {meaningOf(outcome)} <span className="muted">({outcome.shape})</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Groups({ name, groups }: { name: string; groups: readonly Group[] }) {
  return (
    <table className="findings device-groups">
      <caption className="visually-hidden">Checks of {name}</caption>
      <thead>
        <tr>
          <th scope="col">Operation</th>
          <th scope="col">Passed</th>
          <th scope="col">Largest deviation</th>
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
      <td className={`finding-verdict mark-${mark}`}>
        <StatusMark mark={mark} />
        {passed} of {outcomes.length}
      </td>
      <td className="device-where">
        <span className="finding-value">
          {worst ? formatNumber(worst.deviation.fromReference, 2) : 'nothing computed'}
        </span>{' '}
        {worst && (
          <span className="muted">
            {worst.deviation.quantity} of {worst.outcome.name}
          </span>
        )}
      </td>
      <td>{formatMilliseconds(milliseconds)}</td>
    </tr>
  );
}

const formatMilliseconds = (ms: number): string =>
  `${ms < 10 ? ms.toFixed(1) : Math.round(ms)}\u202fms`;
