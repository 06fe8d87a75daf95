import { useId } from 'react';
import type { Proposal } from '../../engine/mapping/mapping.ts';
import type { Listing } from '../../worker/fileProtocol.ts';
import styles from './owndata.module.css';

interface LayoutChoiceProps {
  listing: Listing;
  /** What the form began with, or was chosen here. */
  proposal?: Proposal;
  /** Whether something was changed since. */
  changed: boolean;
  onProposal: (proposal: Proposal) => void;
}

/** What was recognised, why, and what seems odd about it; other layouts that fit can be chosen instead. */
export function LayoutChoice({ listing, proposal, changed, onProposal }: LayoutChoiceProps) {
  const id = useId();
  const { proposals, notes } = listing;
  const index = changed || !proposal ? -1 : proposals.indexOf(proposal);
  const odd = [...(index >= 0 ? proposals[index].notes : []), ...notes];
  return (
    <section className={styles.layout} aria-label="Layout">
      {proposals.length === 0 ? (
        <p>{listing.why}</p>
      ) : (
        <>
          <label htmlFor={id}>Layout</label>
          <select
            id={id}
            value={index}
            onChange={({ target }) => {
              const next = proposals[Number(target.value)];
              if (next) onProposal(next);
            }}
          >
            {index < 0 && <option value={-1}>as chosen below</option>}
            {proposals.map(({ title }, i) => (
              <option key={i} value={i}>
                {title}
              </option>
            ))}
          </select>
          {index >= 0 && <p>{proposals[index].reasons.join(' ')}</p>}
        </>
      )}
      {odd.length > 0 && (
        <ul className={styles.odd}>
          {odd.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
