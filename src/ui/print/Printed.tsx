import { currentProvenance } from '../saving/provenance.ts';
import { useTheme } from '../theme.ts';
import { usePrintLayout } from './printing.ts';
import styles from './PrintPage.module.css';

/** What stands on paper. */
export function Printed() {
  const { Page } = usePrintLayout();
  const printing = useTheme((state) => state.printing);
  if (Page) return <Page />;
  if (!printing) return null;
  const { title, networks, link } = currentProvenance();
  return (
    <section
      className={styles.page}
      data-part="printed"
      data-testid="print-page"
      aria-label="Printed page"
    >
      <header className={styles.head}>
        <h1>{`Slimwave: ${title}`}</h1>
        <p>{networks}</p>
        <p className={styles.link}>{link}</p>
      </header>
      <p>
        The layout of this page was still being loaded. Close this preview, wait a moment, and print
        again.
      </p>
    </section>
  );
}
