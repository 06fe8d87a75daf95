import type { FingerprintField } from '../../engine/experiment/fields.ts';
import { mediumFileOf } from '../../engine/scene/mediumFile.ts';
import { useActions } from '../lab/context.ts';
import { FileInput } from '../saving/FileInput.tsx';
import { useLab } from '../state.ts';
import { controlId, type InputProps } from './leaf.ts';
import styles from './fields.module.css';

type Props = InputProps<FingerprintField>;

/** The file that a setting stands for, and the way to do without; where it can be chosen here, the way to choose it. */
export function FromFile(props: Props) {
  return props.field.accept === undefined ? (
    <Named {...props} id={controlId(props.fieldKey)} />
  ) : (
    <Chosen {...props} accept={props.field.accept} />
  );
}

function Named({ field, fieldKey, text, id }: Props & { id?: string }) {
  const { settings } = useActions();
  const name = useLab((state) => state.weightFiles[text] ?? mediumFileOf({ medium: text })?.name);
  return (
    <>
      <output id={id} translate="no">
        {name ?? `not open (${text})`}
      </output>
      <button type="button" onClick={() => settings.setField(fieldKey, '')}>
        {field.without}
      </button>
    </>
  );
}

function Chosen({ accept, ...props }: Props & { accept: string }) {
  const { files } = useActions();
  return (
    <div className={styles.fromFile}>
      {props.text !== '' && (
        <div>
          <Named {...props} />
        </div>
      )}
      <FileInput
        id={controlId(props.fieldKey)}
        accept={accept}
        errorId={props.errorId}
        open={(file) => files.openBackground(file)}
      />
    </div>
  );
}
