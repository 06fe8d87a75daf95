import { useLab } from '../state.ts';

/** Why the data that is open was read as it was, and how its samples are divided and scaled: folded away. */
export function DataReading() {
  const text = useLab((state) => state.dataReading);
  if (!text) return null;
  return (
    <details data-testid="data-reading">
      <summary>How it was read</summary>
      <span>{text}</span>
    </details>
  );
}
