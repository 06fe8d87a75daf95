import type { MouseEvent } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { hiddenOf, usePage } from './page/page.ts';
import styles from './SkipLinks.module.css';

const targets = [
  { id: 'train', name: 'trainbar', title: 'Skip to Train' },
  { id: 'stage', name: undefined, title: 'Skip to the wave and the forecasts' },
  { id: 'results', name: 'results', title: 'Skip to the results' },
] as const;

/** Ways past the settings, which are dozens of controls; seen when they have the focus. */
export function SkipLinks() {
  const hidden = usePage(useShallow(hiddenOf));
  const skip = (event: MouseEvent<HTMLAnchorElement>) => {
    // The address holds the experiment and must keep it.
    event.preventDefault();
    document.getElementById(event.currentTarget.hash.slice(1))?.focus();
  };
  return (
    <nav className={styles.skipLinks} aria-label="Skip">
      {targets
        .filter(({ name }) => !name || !hidden.has(name))
        .map(({ id, title }) => (
          <a key={id} href={`#${id}`} onClick={skip}>
            {title}
          </a>
        ))}
    </nav>
  );
}
