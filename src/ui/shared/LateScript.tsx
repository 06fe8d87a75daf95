import { PATIENCE } from '../../worker/host.ts';
import card from './card.module.css';

interface LateScriptProps {
  /** What waits for it, as the subject of a sentence. */
  waiting: string;
  again: () => void;
}

/** A worker's script is still on its way: nothing is lost, and it can be asked for once more. */
export function LateScript({ waiting, again }: LateScriptProps) {
  return (
    <section className={`${card.card} ${card.late}`} aria-label="Still loading" data-testid="late">
      <p>
        <strong>Still loading.</strong>
        <span>{` ${waiting} for a script that has not arrived within ${PATIENCE / 1000} seconds: the network is slow, or something blocks the script. The page continues as soon as it arrives.`}</span>
      </p>
      <button type="button" onClick={again}>
        Load it again
      </button>
    </section>
  );
}
