import { useLab } from '../state.ts';
import { useLatestErrors } from '../lab/context.ts';
import { idsOf, networkIds, type NetworkId } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { ByWavelength } from './ByWavelength.tsx';
import { ErrorMaps } from './ErrorMaps.tsx';
import { FedBack } from './FedBack.tsx';
import { OverTime } from './OverTime.tsx';
import { useReports } from './reports.ts';
import { Samples } from './Samples.tsx';
import { States } from './States.tsx';
import section from '../shared/section.module.css';

/** Where the errors of the trained networks are, over all test samples. */
export function ErrorsPanel() {
  const run = useLab((state) => state.run);
  const begun = useLab((state) => networkIds.some((id) => state.networks[id].step > 0));
  const weightless = useLab((state) => state.weightless);
  return (
    <>
      <section className={section.section} aria-labelledby="errors-title" data-testid="errors">
        <h2 id="errors-title">Where the errors are</h2>
        {weightless !== undefined ? (
          <p className={section.note}>
            {`Where the errors are is measured from the networks and their test samples. ${weightless}`}
          </p>
        ) : !run || !begun ? (
          <p className={section.note}>
            Press Train: when the training pauses or ends, the errors over all test samples appear
            here, by sample and by free parameter, over time, by wavelength and as a map.
          </p>
        ) : (
          <States run={run} />
        )}
      </section>
      {run && begun && weightless === undefined && <Located run={run} />}
    </>
  );
}

function Located({ run }: { run: Experiment }) {
  const reports = useReports(run);
  return (
    <>
      {idsOf(run).map((id) => (
        <Latest key={id} id={id} />
      ))}
      {reports.size > 0 && (
        <>
          <Samples reports={reports} />
          <OverTime reports={reports} />
          <ByWavelength reports={reports} />
          <ErrorMaps reports={reports} run={run} />
          <FedBack reports={reports} />
        </>
      )}
    </>
  );
}

/** Keeps what is shown of a network up to date. */
function Latest({ id }: { id: NetworkId }) {
  useLatestErrors(id);
  return null;
}
