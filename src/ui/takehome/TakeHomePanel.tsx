import { useShallow } from 'zustand/react/shallow';
import { useComparedPlans } from '../networks/comparedPlans.ts';
import { saveExperiment, saveResults } from '../saving/saving.ts';
import { formatCount } from '../shared/numbers.ts';
import { useLab, type LabState } from '../state.ts';
import { DatasetRow } from './DatasetRow.tsx';
import { EarlierRuns } from './EarlierRuns.tsx';
import { SeismogramRow } from './SeismogramRow.tsx';
import { OpenFile } from './OpenFile.tsx';
import { SaveRow } from '../saving/SaveRow.tsx';
import { TrainedNetworks } from './TrainedNetworks.tsx';
import section from '../shared/section.module.css';

/** Whether the samples can be saved now, and what is to be said of them. */
function samplesOf({ run, data, weightless }: LabState): { ready: boolean; note: string } {
  if (weightless !== undefined) return { ready: false, note: weightless };
  if (!run) return { ready: false, note: 'The data set is made when training starts.' };
  if (data.done < data.total) return { ready: false, note: 'The data set is being made.' };
  const { train, test } = run.data;
  return {
    ready: true,
    note: `The data set has ${formatCount(train)} training and ${formatCount(test)} test samples.`,
  };
}

export function TakeHomePanel() {
  return (
    <>
      <section className={section.section} aria-labelledby="networks-title">
        <h2 id="networks-title">Trained networks</h2>
        <TrainedNetworks />
      </section>
      <section className={section.section} aria-labelledby="data-title">
        <h2 id="data-title">Data, results, settings</h2>
        <Others />
      </section>
      <section className={section.section} aria-labelledby="earlier-title">
        <h2 id="earlier-title">Earlier runs</h2>
        <EarlierRuns />
      </section>
      <section className={section.section} aria-labelledby="open-title">
        <h2 id="open-title">Open a file</h2>
        <OpenFile />
      </section>
      <p className={section.foot}>
        Files are made on this page and saved to your downloads. Nothing leaves this machine.
      </p>
    </>
  );
}

function Others() {
  const samples = useLab(useShallow(samplesOf));
  const plans = useComparedPlans();
  const fits = useLab(({ issues }) => issues.length === 0);
  return (
    <>
      <p className={section.note}>{samples.note}</p>
      {!fits && (
        <p className={section.note}>Some settings conflict. Fix the marked ones, then save.</p>
      )}
      <DatasetRow ready={samples.ready} />
      <SeismogramRow />
      <SaveRow
        title="Curves and tables, CSV"
        help="Learning curves, comparison and layers of all networks as CSV, and everything in one JSON file. From the current run, or from the settings if there is no run. Errors are fractions, times in ms, memory in bytes; the last column is the link of the experiment."
        actions={[
          {
            key: 'results',
            label: 'Save',
            name: 'Save curves and tables',
            ready: plans !== undefined,
            save: async () => plans && saveResults(plans),
          },
        ]}
      />
      <SaveRow
        title="Experiment file"
        help="The current settings, in a few lines of JSON that this page and the command line can open. The same keys as in a link."
        actions={[
          {
            key: 'experiment',
            label: 'Save',
            name: 'Save the experiment',
            ready: fits,
            save: saveExperiment,
          },
        ]}
      />
    </>
  );
}
