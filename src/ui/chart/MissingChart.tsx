import fault from '../shared/fault.module.css';
interface MissingChartProps {
  /** Why it is missing, as sentences. */
  problem: string;
  onRetry: () => void;
}

/** In the place of a chart whose library could not be loaded. */
export function MissingChart({ problem, onRetry }: MissingChartProps) {
  return (
    <div className={fault.missing} role="alert">
      <p>{problem}</p>
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
