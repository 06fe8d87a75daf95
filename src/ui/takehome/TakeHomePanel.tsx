export function TakeHomePanel() {
  return (
    <section className="results-section">
      <h2>Take home</h2>
    </section>
  );
}
