import { formatCount, formatPercent, formatPrefixed, formatRatio } from '../shared/numbers.ts';
import { useFieldTask } from '../stage/current.ts';
import { useLab } from '../state.ts';
import { useComparedPlans } from './comparedPlans.ts';

const A = () => <strong className="network-a">A</strong>;
const B = () => <strong className="network-b">B</strong>;

/** The comparison in one sentence; what is saved where stays apart. */
export function Verdict() {
  const plans = useComparedPlans();
  const a = useLab((state) => state.a.result?.test);
  const b = useLab((state) => state.b.result?.test);
  const idle = useLab((state) => state.run === undefined);
  const random = useFieldTask();
  if (!plans) return null;
  const [p, q] = [plans.a.totals, plans.b.totals];
  return (
    <>
      <p className="verdict">
        Against <A />, <B /> has {formatCount(q.convolutionParameters)} instead of{' '}
        {formatCount(p.convolutionParameters)} convolution parameters (
        {formatRatio(q.convolutionParameters / p.convolutionParameters)}) and takes{' '}
        {formatPrefixed(q.macs)} instead of {formatPrefixed(p.macs)} multiply-accumulates (
        {formatRatio(q.macs / p.macs)}).{' '}
        {a !== undefined && b !== undefined && (
          <>
            Test error: {formatPercent(b)} instead of {formatPercent(a)}.
          </>
        )}
        {idle && 'Train to see what that does to the forecast.'}
      </p>
      {random && <PropagatorNote />}
    </>
  );
}

/** Why so small a network can do it, and what must not be concluded from that. */
function PropagatorNote() {
  return (
    <p className="verdict-why">
      Why one layer can do it: u(0) → u(T) is linear and, but for the reflections at the sides,
      which the odd padding makes, the same at every point: a convolution with one large kernel. It
      does not show that a compressed network copes with obstacles, changing speeds or nonlinear
      waves.
    </p>
  );
}
