import { holds, type Finding } from '../../engine/verification/check.ts';
import { formatClaim, formatMeasured } from './findings.ts';
import { StatusMark } from './StatusMark.tsx';
import styles from './results.module.css';
import checks from './checks.module.css';

export function FindingsTable({ title, findings }: { title: string; findings: Finding[] }) {
  return (
    <table className={styles.findings}>
      <caption className="visually-hidden">{`Findings: ${title}`}</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Measured</th>
          <th scope="col">Claimed</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {findings.map((finding) => (
          <Row key={finding.what} finding={finding} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ finding }: { finding: Finding }) {
  const held = holds(finding);
  return (
    <tr data-holds={held}>
      <th scope="row">{finding.what}</th>
      <td className={styles.findingValue} data-part="value" translate="no">
        {formatMeasured(finding)}
      </td>
      <td translate="no">{formatClaim(finding)}</td>
      <td className={checks.findingVerdict} data-mark={held ? 'holds' : 'broken'}>
        <StatusMark mark={held ? 'holds' : 'broken'} />
        <span>{held ? 'holds' : 'does not hold'}</span>
      </td>
    </tr>
  );
}
