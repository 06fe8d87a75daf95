import { useActions } from '../lab/context.ts';
import { useLab } from '../state.ts';
import { controlId } from './leaf.ts';

/** The file whose weights a network begins with, and the way back to initial ones. */
export function TrainedWeights({
  fieldKey,
  fingerprint,
}: {
  fieldKey: string;
  fingerprint: string;
}) {
  const { settings } = useActions();
  const name = useLab((state) => state.weightFiles[fingerprint]);
  return (
    <>
      <output id={controlId(fieldKey)} translate="no">
        {name ?? `not open (${fingerprint})`}
      </output>
      <button type="button" onClick={() => settings.setField(fieldKey, '')}>
        Use initial weights
      </button>
    </>
  );
}
