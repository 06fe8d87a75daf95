/** The name and its mark: a wave with a slim core. */
export function Mark() {
  return (
    <span className="brand">
      <svg viewBox="0 0 28 20" aria-hidden="true" fill="none" strokeLinecap="round">
        <path d="M3 10c3.7-10 7.3-10 11 0s7.3 10 11 0" className="brand-wide" />
        <path d="M3 10c3.7-10 7.3-10 11 0s7.3 10 11 0" className="brand-slim" />
      </svg>
      <h1 translate="no">Slimwave</h1>
    </span>
  );
}
