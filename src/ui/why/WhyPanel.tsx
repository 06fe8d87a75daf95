export function WhyPanel() {
  return (
    <section className="results-section">
      <h2>Why waves compress</h2>
    </section>
  );
}
