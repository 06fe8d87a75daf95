import { formatCount, formatPercent, formatPrefixed, formatRatio } from '../shared/numbers.ts';
import { taskOf } from '../../engine/tasks/index.ts';
import { MOVED, settingsMoved } from '../lab/moved.ts';
import { useNetworkName } from '../networks/useNetworkName.ts';
import { useLab } from '../state.ts';
import { useComparedPlans, type ComparedPlans } from '../networks/comparedPlans.ts';
import styles from './Verdict.module.css';

const A = () => (
  <strong className="network-a" translate="no">
    A
  </strong>
);
const B = () => (
  <strong className="network-b" translate="no">
    B
  </strong>
);

/** The comparison in one sentence; what is saved where stays apart. */
export function Verdict() {
  const plans = useComparedPlans();
  const a = useLab((state) => state.a.result?.test);
  const b = useLab((state) => state.b.result?.test);
  const { silent = 0, samples } = useLab((state) => state.a.result?.testErrors) ?? {};
  const idle = useLab((state) => state.run === undefined);
  const caution = useLab(({ shown }) => taskOf(shown).words.caution);
  const names = { a: useNetworkName('a'), b: useNetworkName('b') };
  const moved = useLab(settingsMoved);
  if (!plans) return null;
  const counts = countsText(plans);
  const without =
    silent > 0 ? `, without ${silent} of ${samples} test samples that are almost silent` : '';
  const errors =
    a !== undefined && b !== undefined
      ? ` Test error: ${formatPercent(b)} instead of ${formatPercent(a)}${without}.`
      : '';
  const next = idle ? ' Train to see what that does to the forecast.' : '';
  return (
    <>
      <p className={styles.verdict} data-testid="verdict">
        Against <A />
        <span>{` (${names.a}), `}</span>
        <B />
        <span>{` (${names.b})${counts}${errors}${next}`}</span>
        <span>{moved && ` ${MOVED}`}</span>
      </p>
      {caution !== undefined && <p className={styles.verdictWhy}>{caution}</p>}
    </>
  );
}

function countsText({ a, b }: ComparedPlans): string {
  const [p, q] = [a.totals, b.totals];
  const parameters = `${formatCount(q.convolutionParameters)} instead of ${formatCount(p.convolutionParameters)} convolution parameters (${formatRatio(q.convolutionParameters / p.convolutionParameters)})`;
  const macs = `${formatPrefixed(q.macs)} instead of ${formatPrefixed(p.macs)} multiply-accumulates (${formatRatio(q.macs / p.macs)})`;
  return ` has ${parameters} and takes ${macs}.`;
}
