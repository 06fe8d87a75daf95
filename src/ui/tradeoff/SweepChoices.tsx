/** The controls of a sweep. */
import { formatIds, formatLabels, type FormatId } from 'slimwave-formats/registry';
import { Tip } from '../shared/Tip.tsx';
import { parseFractions } from '../sweep/fractions.ts';
import { parseSeeds } from '../sweep/seeds.ts';
import { useLab } from '../state.ts';
import { choose, useSweep } from '../sweep/state.ts';
import styles from './sweep.module.css';
import fields from '../controls/fields.module.css';

export function KeptInput() {
  const kept = useSweep((state) => state.choice.kept);
  const parsed = parseFractions(kept);
  return (
    <TextInput
      id="sweep-kept"
      label="Fractions to keep"
      help="Of the dense kernel parameters, in every layer. Each layer uses the largest rank that stays below."
      value={kept}
      problem={parsed.ok ? undefined : parsed.message}
      onChange={(text) => choose({ kept: text })}
    />
  );
}

export function SeedsInput() {
  const seeds = useSweep((state) => state.choice.seeds);
  const experiment = useLab((state) => state.shown);
  const parsed = parseSeeds(seeds, experiment);
  return (
    <TextInput
      id="sweep-seeds"
      label="Seeds"
      help="How often every network is trained, each time with other initial weights and another order of the same samples: the chart then shows mean and standard deviation. The first time has the seeds of the settings, and the others count up from them, as when a run is repeated. Or a list of seeds, such as 1, 2, 7."
      value={seeds}
      problem={parsed.ok ? undefined : parsed.message}
      onChange={(text) => choose({ seeds: text })}
    />
  );
}

interface TextInputProps {
  id: string;
  label: string;
  help: string;
  value: string;
  problem?: string;
  onChange: (text: string) => void;
}

function TextInput({ id, label, help, value, problem, onChange }: TextInputProps) {
  return (
    <>
      <span className={styles.kept}>
        <span>
          <label htmlFor={id}>{label}</label> <Tip label={`About: ${label}`} text={help} />
        </span>
        <input
          id={id}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={value}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={problem === undefined ? undefined : `${id}-error`}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
      {problem !== undefined && (
        <p className={fields.fieldError} id={`${id}-error`}>
          {problem}
        </p>
      )}
    </>
  );
}

export function Formats() {
  const formats = useSweep((state) => state.choice.formats);
  const toggle = (id: FormatId, on: boolean) =>
    choose({
      formats: formatIds.filter((format) => (format === id ? on : formats.includes(format))),
    });
  return (
    <fieldset>
      <legend>Formats</legend>
      <div className={styles.formats}>
        {formatIds.map((id) => (
          <label key={id} className={styles.check}>
            <input
              type="checkbox"
              checked={formats.includes(id)}
              onChange={(event) => toggle(id, event.target.checked)}
            />
            <span>{formatLabels[id]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const competitors = [
  {
    key: 'narrow',
    label: 'Narrow classical control',
    help: 'For every compressed network a classical one with fewer channels and the same number of parameters in all, trained beside it: the fair control for a compressed network.',
  },
  {
    key: 'narrowConvolutions',
    label: 'Narrow convolutions control',
    help: 'For every compressed network a classical one whose convolutions have fewer channels and together as many parameters as the compressed ones; the dense layers stay as they are.',
  },
  {
    key: 'after',
    label: 'Compressed after training',
    help: 'For every compressed network, the same format and rank, decomposed from a trained classical network and fine-tuned: the a posteriori competitor.',
  },
] as const;

export function Competitors() {
  const choice = useSweep((state) => state.choice);
  return (
    <fieldset>
      <legend>Competitors</legend>
      {competitors.map(({ key, label, help }) => (
        <span key={key} className={styles.option}>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={choice[key]}
              onChange={(event) => choose({ [key]: event.target.checked })}
            />
            <span>{label}</span>
          </label>
          <Tip label={`About: ${label}`} text={help} />
        </span>
      ))}
    </fieldset>
  );
}
