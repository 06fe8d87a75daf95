export function TradeOffPanel() {
  return (
    <section className="results-section">
      <h2>Trade-off</h2>
    </section>
  );
}
