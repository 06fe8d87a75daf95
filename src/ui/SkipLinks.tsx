import type { MouseEvent } from 'react';
import styles from './SkipLinks.module.css';

const targets = [
  { id: 'train', title: 'Skip to Train' },
  { id: 'stage', title: 'Skip to the wave and the forecasts' },
  { id: 'results', title: 'Skip to the results' },
] as const;

/** Ways past the settings, which are dozens of controls; seen when they have the focus. */
export function SkipLinks() {
  const skip = (event: MouseEvent<HTMLAnchorElement>) => {
    // The address holds the experiment and must keep it.
    event.preventDefault();
    document.getElementById(event.currentTarget.hash.slice(1))?.focus();
  };
  return (
    <nav className={styles.skipLinks} aria-label="Skip">
      {targets.map(({ id, title }) => (
        <a key={id} href={`#${id}`} onClick={skip}>
          {title}
        </a>
      ))}
    </nav>
  );
}
