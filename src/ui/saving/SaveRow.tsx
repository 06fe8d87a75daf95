import type { ReactNode } from 'react';
import { useSaving, type Saving } from './saving.ts';
import { formatCount, formatPrefixed } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import styles from './SaveRow.module.css';

export interface SaveAction {
  /** Of this button's entry among those being saved. */
  key: string;
  label: string;
  /** Accessible name, where the label alone says too little. */
  name: string;
  className?: string;
  ready: boolean;
  save: () => Promise<void>;
  /** Ends what takes long. */
  cancel?: () => void;
}

interface SaveRowProps {
  title: string;
  help: ReactNode;
  /** What is chosen before it is saved. */
  choice?: ReactNode;
  actions: readonly SaveAction[];
}

/** One thing to save, with a button per network or a single one, and what became of it below. */
export function SaveRow({ title, help, choice, actions }: SaveRowProps) {
  return (
    <div className={styles.row}>
      <Tip text={help}>{title}</Tip>
      <span className={styles.buttons}>
        {choice}
        {actions.map((action) => (
          <SaveButton key={action.key} action={action} />
        ))}
      </span>
      {actions.map((action) => (
        <Outcome key={action.key} action={action} />
      ))}
    </div>
  );
}

/** What became of a button in the present run. */
export const useCurrent = (key: string) => {
  const runId = useLab((state) => state.runId);
  const saving = useSaving((all) => all[key]);
  return saving?.runId === runId ? saving : undefined;
};

function SaveButton({ action }: { action: SaveAction }) {
  const { key, label, name, className, ready, save, cancel } = action;
  const busy = useCurrent(key)?.state === 'busy';
  if (busy && cancel) {
    return (
      <button type="button" aria-label={`${name}: cancel`} onClick={cancel}>
        Cancel
      </button>
    );
  }
  return (
    <button
      type="button"
      className={className}
      aria-label={name}
      disabled={!ready || busy}
      onClick={() => void save()}
    >
      {label}
    </button>
  );
}

export function Outcome({ action: { key } }: { action: Pick<SaveAction, 'key'> }) {
  const saving = useCurrent(key);
  return (
    <output className={styles.outcome} data-state={saving?.state} data-testid={`saved-${key}`}>
      {saving && outcomeText(saving)}
    </output>
  );
}

function outcomeText(saving: Saving): string {
  switch (saving.state) {
    case 'busy':
      return saving.progress
        ? `Saving… ${formatCount(saving.progress.done)} of ${formatCount(saving.progress.total)} samples`
        : 'Saving…';
    case 'saved':
      return `${saving.name}, ${formatPrefixed(saving.bytes, 'B')}`;
    case 'failed':
      return saving.problem;
    case 'done':
      return '';
    default:
      return saving satisfies never;
  }
}
