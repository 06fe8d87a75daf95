import type { FingerprintField } from '../../engine/experiment/fields.ts';
import { useActions } from '../lab/context.ts';
import { useLab } from '../state.ts';
import { controlId } from './leaf.ts';

/** The file that a setting stands for, and the way to do without. */
export function FromFile({
  field,
  fieldKey,
  fingerprint,
}: {
  field: FingerprintField;
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
        {field.without}
      </button>
    </>
  );
}
