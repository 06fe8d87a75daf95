import { useState } from 'react';
import { useStore } from 'zustand';
import { DataFileError } from '../../engine/files/arrays.ts';
import {
  candidateOf,
  isElsewhere,
  ownExperiment,
  usualForeignReading,
  type Candidate,
  type ForeignReading,
} from '../../engine/import/candidate.ts';
import { closestPreset } from '../../engine/export/shortestLink.ts';
import type { ModelFile } from '../../engine/import/modelFile.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { useActions } from '../lab/context.ts';
import { openedWeights } from '../lab/openModel.ts';
import { waitingFor } from '../lab/weights.ts';
import { useLab } from '../state.ts';
import { Layers } from './Layers.tsx';
import { misfitOf, placesIn, rankProblem, withModel, type Placing } from './place.ts';
import { PlacingFields } from './PlacingFields.tsx';
import { ReadingFields } from './ReadingFields.tsx';
import { originText, scalingText } from './words.ts';
import styles from './models.module.css';

/** The model as it is read now, or why it can't be. */
function candidateIn(
  file: ModelFile,
  experiment: Experiment,
  reading: ForeignReading,
): { candidate?: Candidate; problem?: string } {
  try {
    return { candidate: candidateOf(file, experiment, reading) };
  } catch (error) {
    if (error instanceof DataFileError) return { problem: error.message };
    throw error;
  }
}

/** The contents of the dialog; there is a file while it is shown. */
export function ModelPanel() {
  const { models } = useActions();
  const file = useStore(models.shown, (state) => state.file);
  return file ? <Model key={file.name} file={file} /> : null;
}

function Model({ file }: { file: ModelFile }) {
  const { models, state, store } = useActions();
  const experiment = useLab((lab) => lab.shown);
  const [reading, setReading] = useState(usualForeignReading);
  const [placing, setPlacing] = useState<Placing>({
    place: placesIn(experiment).at(-1)!,
    use: 'keep',
    format: 'layer-cp',
    rank: '30%',
  });
  const { candidate, problem } = candidateIn(file, experiment, reading);
  const misfit = candidate && misfitOf(experiment, candidate, placing);
  const waiting = waitingFor(store.getState().experiment, state().course.weights);
  const wrong = problem ?? misfit ?? rankProblem(placing);
  return (
    <div className={styles.panel}>
      <p>
        <strong>{file.name}</strong>
        <span>{` ${originText(file, candidate)}`}</span>
      </p>
      {waiting.length > 0 && (
        <p className={styles.caution}>
          {`Network ${waiting.join(', ').toUpperCase()} of the settings needs other weights than these.`}
        </p>
      )}
      {candidate && <Layers candidate={candidate} />}
      {file.description === undefined && <ReadingFields reading={reading} onChange={setReading} />}
      {candidate && <p className="muted">{scalingText(candidate, reading)}</p>}
      {candidate && isElsewhere(candidate, experiment) && (
        <p className="muted">
          It was trained on other samples than those of the settings: its errors here say how well
          it generalises.
        </p>
      )}
      <PlacingFields experiment={experiment} placing={placing} onChange={setPlacing} />
      <output className={styles.problem}>{wrong}</output>
      <div className={styles.buttons}>
        {candidate && (
          <Buttons candidate={candidate} experiment={experiment} placing={placing} fits={!wrong} />
        )}
        <button type="button" onClick={() => models.close()}>
          Cancel
        </button>
      </div>
    </div>
  );
}

interface ButtonsProps {
  candidate: Candidate;
  experiment: Experiment;
  placing: Placing;
  fits: boolean;
}

function Buttons({ candidate, experiment, placing, fits }: ButtonsProps) {
  const { models, settings, keepWeights } = useActions();
  const own = ownExperiment(candidate);
  const keep = () => {
    keepWeights(openedWeights(candidate));
    models.close();
  };
  const use = () => {
    keep();
    settings.openNetworks(withModel(experiment, candidate, placing));
  };
  const openOwn = () => {
    if (!own) return;
    keep();
    settings.open({ preset: closestPreset(own).preset, experiment: own, notes: [] });
  };
  return (
    <>
      <button type="button" className={styles.primary} disabled={!fits} onClick={use}>
        {`Use it as network ${placing.place.toUpperCase()}`}
      </button>
      {own && (
        <button type="button" onClick={openOwn}>
          Open its own settings
        </button>
      )}
    </>
  );
}
