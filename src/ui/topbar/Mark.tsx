import styles from './topbar.module.css';
/** The name and its mark: a wave with a slim core. */
export function Mark() {
  return (
    <span className={styles.brand}>
      <svg viewBox="0 0 28 20" aria-hidden="true" fill="none" strokeLinecap="round">
        <path d="M3 10c3.7-10 7.3-10 11 0s7.3 10 11 0" className={styles.brandWide} />
        <path d="M3 10c3.7-10 7.3-10 11 0s7.3 10 11 0" className={styles.brandSlim} />
      </svg>
      <h1 translate="no">Slimwave</h1>
    </span>
  );
}
