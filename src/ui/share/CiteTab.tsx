import { useState } from 'react';
import packageJson from '../../../package.json';
import { bibtex, paper } from './citation.ts';
import { CopyField } from './CopyField.tsx';
import { Licence } from './Licence.tsx';
import styles from './share.module.css';

const { version } = packageJson;

/** How to cite the page, this experiment and the paper. */
export function CiteTab({ link }: { link: string }) {
  const [visited] = useState(() => new Date());
  return (
    <div className={styles.cite}>
      <CopyField
        label="BibTeX, with the version and the link of this experiment"
        text={bibtex({ version, link, visited })}
        copy="Copy the citation"
        rows={14}
      />
      <p>
        The paper:{' '}
        <a href={paper.address} target="_blank" rel="noreferrer">
          <span>{`arXiv ${paper.eprint}`}</span>
          <span className="visually-hidden"> (opens in a new tab)</span>
        </a>
        . Numbers on this page are computed here; none comes from the paper.
      </p>
      <Licence />
    </div>
  );
}
