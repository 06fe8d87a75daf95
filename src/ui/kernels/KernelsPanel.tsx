import type { Experiment } from '../../engine/experiment/schema.ts';
import { useLab, type LabState } from '../state.ts';
import { useActions, useLatestInspection } from '../lab/context.ts';
import { KernelView } from './KernelView.tsx';
import { SpectrumView } from './SpectrumView.tsx';
import section from '../shared/section.module.css';
import styles from './kernels.module.css';
import { idsOf, networkIds, type NetworkId } from '../../engine/experiment/network.ts';

/** The experiment whose networks have something to show: that of the run, or before it that of networks trained earlier. */
function inspected({ run, shown, networks }: LabState): Experiment | undefined {
  if (run) return networkIds.some((id) => networks[id].step > 0) ? run : undefined;
  const known = idsOf(shown).every((id) => {
    const { earlier } = networks[id];
    return earlier && earlier.problem === undefined;
  });
  return known ? shown : undefined;
}

/** What the trained networks have learnt: their kernels, and how compressible they turned out to be. */
export function KernelsPanel() {
  const run = useLab(inspected);
  if (!run) {
    return (
      <section className={section.section} data-part="section" aria-labelledby="kernels-title">
        <h2 id="kernels-title">Kernels</h2>
        <p className={section.note}>
          Press Train: the kernels that the networks learn appear here as images and as sums of
          one-way filters, and next to them how fast their singular values fall.
        </p>
      </section>
    );
  }
  return (
    <div className={styles.kernels}>
      {idsOf(run).map((id) => (
        <Latest key={id} id={id} />
      ))}
      <Refresh />
      <KernelView run={run} />
      <SpectrumView run={run} />
    </div>
  );
}

/** Keeps what is shown of a network up to date. */
function Latest({ id }: { id: NetworkId }) {
  useLatestInspection(id);
  return null;
}

/** While networks train, what is shown is a moment of the past. */
function Refresh() {
  const { inspections } = useActions();
  const training = useLab((state) =>
    networkIds.filter((id) => state.networks[id].status === 'training').join(''),
  );
  const refresh = () => {
    for (const id of networkIds) if (training.includes(id)) inspections.inspect(id);
  };
  if (training === '') return null;
  return (
    <p className={styles.refresh}>
      Training continues.
      <button type="button" onClick={refresh}>
        Refresh
      </button>
    </p>
  );
}
