import type { NetworkId } from '../../engine/experiment/network.ts';
import type { NetworkPlan } from '../../engine/nets/plan.ts';
import { taskOf } from '../../engine/tasks/index.ts';
import { useComparedPlans, type ComparedPlans } from '../networks/comparedPlans.ts';
import { useSeedVerdict, useTestError } from '../networks/testErrors.ts';
import { useNetworkName } from '../networks/useNetworkName.ts';
import { comparedExperiment } from '../networks/useNetworkIds.ts';
import { formatCount, formatPrefixed, formatRatio } from '../shared/numbers.ts';
import { useLab } from '../state.ts';
import styles from './Verdict.module.css';

const Letter = ({ id }: { id: NetworkId }) => (
  <strong className={`network-${id}`} translate="no">
    {id.toUpperCase()}
  </strong>
);

/** Every network against the reference, a sentence each; what is saved where stays apart. */
export function Verdict() {
  const plans = useComparedPlans();
  const reference = useLab((state) => comparedExperiment(state).reference);
  const caution = useLab(({ shown }) => taskOf(shown).words.caution);
  if (!plans) return null;
  const others = [...plans.keys()].filter((id) => id !== reference);
  return (
    <>
      <div className={styles.verdict} data-testid="verdict">
        {others.length === 0 && <Alone id={reference} />}
        {others.length === 1 && <Sentence id={others[0]} reference={reference} plans={plans} />}
        {others.length > 1 && <List ids={others} reference={reference} plans={plans} />}
      </div>
      {caution !== undefined && <p className={styles.verdictWhy}>{caution}</p>}
    </>
  );
}

/** A single network has nothing to be compared with. */
function Alone({ id }: { id: NetworkId }) {
  const name = useNetworkName(id);
  const error = useTestError(id);
  return (
    <>
      <Letter id={id} />
      <span>{` (${name}) is the only network${error === undefined ? '' : `: test error ${error}`}. Add another one to compare it with.`}</span>
    </>
  );
}

interface ComparedProps {
  reference: NetworkId;
  plans: ComparedPlans;
}

/** Of samples that every error leaves out. */
function useWithout(reference: NetworkId): string {
  const { silent = 0, samples } =
    useLab((state) => state.networks[reference].result?.testErrors) ?? {};
  return silent > 0 ? `, without ${silent} of ${samples} test samples that are almost silent` : '';
}

function Sentence({ id, reference, plans }: ComparedProps & { id: NetworkId }) {
  const [called, base] = [useNetworkName(id), useNetworkName(reference)];
  const [error, baseError] = [useTestError(id), useTestError(reference)];
  const without = useWithout(reference);
  const verdict = useSeedVerdict(id, reference);
  const counts = countsText(plans.get(id)!, plans.get(reference)!);
  return (
    <>
      <span>Against </span>
      <Letter id={reference} />
      <span>{` (${base}), `}</span>
      <Letter id={id} />
      <span>{` (${called})${counts}`}</span>
      <span>
        {error !== undefined &&
          baseError !== undefined &&
          ` Test error: ${error} instead of ${baseError}${without}${verdict === undefined ? '' : `: ${verdict}`}.`}
      </span>
    </>
  );
}

function countsText({ totals: own }: NetworkPlan, { totals: base }: NetworkPlan): string {
  const parameters = `${formatCount(own.parameters)} instead of ${formatCount(base.parameters)} parameters (${formatRatio(own.parameters / base.parameters)}; of the convolutions alone ${formatRatio(own.convolutionParameters / base.convolutionParameters)})`;
  const macs = `${formatPrefixed(own.macs)} instead of ${formatPrefixed(base.macs)} multiply-accumulates (${formatRatio(own.macs / base.macs)})`;
  return ` has ${parameters} and takes ${macs}.`;
}

function List({ ids, reference, plans }: ComparedProps & { ids: readonly NetworkId[] }) {
  const name = useNetworkName(reference);
  const error = useTestError(reference);
  const without = useWithout(reference);
  return (
    <>
      <span>Against </span>
      <Letter id={reference} />
      <span>{` (${name}${error === undefined ? '' : `, test error ${error}${without}`}):`}</span>
      <ul>
        {ids.map((id) => (
          <Item key={id} {...{ id, reference, plans }} />
        ))}
      </ul>
    </>
  );
}

function Item({ id, reference, plans }: ComparedProps & { id: NetworkId }) {
  const name = useNetworkName(id);
  const error = useTestError(id);
  const verdict = useSeedVerdict(id, reference);
  const [own, base] = [plans.get(id)!.totals, plans.get(reference)!.totals];
  const ratio = (of: 'convolutionParameters' | 'parameters' | 'macs') =>
    formatRatio(own[of] / base[of]);
  return (
    <li>
      <Letter id={id} />
      <span>{` (${name}): parameters ${ratio('parameters')}, multiply-accumulates ${ratio('macs')}, convolution parameters alone ${ratio('convolutionParameters')}`}</span>
      <span>
        {error !== undefined &&
          `, test error ${error}${verdict === undefined ? '' : `: ${verdict}`}`}
      </span>
    </li>
  );
}
