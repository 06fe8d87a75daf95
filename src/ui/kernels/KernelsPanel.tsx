export function KernelsPanel() {
  return (
    <section className="results-section">
      <h2>Kernels</h2>
    </section>
  );
}
