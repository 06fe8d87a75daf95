import { useStore } from 'zustand';
import { useActions } from '../lab/context.ts';
import { formatCount, formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import type { MeasuredAccuracy } from '../../engine/scene/reference.ts';

/** Measures the error of the wave that is shown, against a finer mesh. */
export function Measured() {
  const { measurements } = useActions();
  const { share, accuracy, problem } = useStore(measurements.store);
  const measuring = share !== undefined;
  return (
    <>
      {measuring && <span>{`measuring: ${Math.floor(100 * share)} %`}</span>}
      {!accuracy && (
        <button
          type="button"
          title={
            measuring
              ? undefined
              : 'Simulate this wave once more with four times as many points along each axis, and compare'
          }
          onClick={() => (measuring ? measurements.cancel() : measurements.measure())}
        >
          {measuring ? 'Cancel' : 'Measure'}
        </button>
      )}
      <output>
        {accuracy && (
          <Tip text={referenceText(accuracy)}>{`measured ${formatPercent(accuracy.error)}`}</Tip>
        )}
        {problem !== undefined && <span>{problem}</span>}
      </output>
    </>
  );
}

const referenceText = ({ referenceCells, referenceOrder }: MeasuredAccuracy): string =>
  `Relative L2 norm of the difference from a wave on ${formatCount(referenceCells)} cells of order ${referenceOrder} per side, in the zone over all output times.`;
