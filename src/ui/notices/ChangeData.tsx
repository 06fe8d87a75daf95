import { useActions } from '../lab/context.ts';

interface ChangeDataProps {
  /** Told what came of it, if it is not said as a notice. */
  onOutcome?: (outcome: { failed: boolean; text: string }) => void;
}

/** Asks how the data that is open is to be read instead. */
export function ChangeData({ onOutcome }: ChangeDataProps) {
  const { files, notice } = useActions();
  const change = async () => {
    const outcome = await files.changeData();
    if (onOutcome) onOutcome(outcome);
    else notice(outcome.text, 'dropped file');
  };
  return (
    <button type="button" className="link" data-testid="change-data" onClick={() => void change()}>
      Change…
    </button>
  );
}
