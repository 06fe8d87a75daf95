import { originOf } from '../../engine/tasks/index.ts';
import { setSamplesOn, useSamplesOn } from '../lab/samplesOn.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import styles from './fields.module.css';

const TITLE = 'Simulate on';
const HELP =
  'What makes the samples. WebAssembly computes in double precision, with the same bits on the same JavaScript engine. WebGPU makes many samples side by side on a hardware GPU in single precision: frames differ by less than a ten-thousandth of their size, and curves of the training differ slightly. Without a hardware GPU, and where every sample has a mesh of its own, WebAssembly goes on. The choice stays in this browser; links don’t hold it.';

/** What makes samples on this device, where they are simulated scenes. */
export function SamplesOn() {
  const on = useSamplesOn((state) => state.on);
  const simulated = useLab(({ experiment }) => originOf(experiment).id === 'scene');
  if (!simulated) return null;
  return (
    <div className={styles.field} data-kind="choice">
      <span className={styles.fieldLabel}>
        <label htmlFor="samples-on">{TITLE}</label>
        <Tip label={`About ${TITLE}`} text={HELP} />
      </span>
      <select
        id="samples-on"
        value={on}
        onChange={({ target }) => setSamplesOn(target.value === 'webgpu' ? 'webgpu' : 'wasm')}
      >
        <option value="wasm">WebAssembly</option>
        <option value="webgpu">WebGPU</option>
      </select>
    </div>
  );
}
