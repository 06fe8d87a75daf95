import { useId } from 'react';
import { useActions } from '../lab/context.ts';
import { FileInput } from '../saving/FileInput.tsx';
import section from '../shared/section.module.css';
import styles from './takehome.module.css';

/** Experiments and networks. Those of PyTorch and Keras are only told how they are converted. */
const MODELS = '.json,application/json,.safetensors,.onnx,.zip,.pt,.pth,.keras,.h5';

/** Opens a file that is chosen; one that is dropped, the whole window takes (FileDrop). */
export function OpenFile() {
  const { files } = useActions();
  const id = useId();
  return (
    <div className={styles.openFile}>
      <label htmlFor={id} className={section.note}>
        Choose an experiment or a trained network that was saved here, or weights from PyTorch or
        ONNX; or drop the file anywhere on the page. An experiment replaces the settings; for a
        network, you choose what to do with it.
      </label>
      <FileInput id={id} accept={MODELS} open={(file) => files.open(file)} />
    </div>
  );
}
