import { changedKeys } from '../../engine/experiment/changes.ts';
import { findPreset, presets } from '../../engine/experiment/presets.ts';
import { useActions } from '../lab/context.ts';
import { countOf } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import styles from './topbar.module.css';

export function PresetSelect() {
  const { settings } = useActions();
  const preset = useLab((state) => state.preset);
  const changes = useLab((state) => changedKeys(state.experiment, state.preset.experiment).length);
  return (
    <span className={styles.preset}>
      <label htmlFor="preset">Preset</label>
      <select
        id="preset"
        value={preset.id}
        onChange={(event) => {
          const chosen = findPreset(event.target.value);
          if (chosen) settings.openPreset(chosen);
        }}
      >
        {presets.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      <Tip label={`About the preset ${preset.title}`} text={preset.summary} />
      {changes > 0 && (
        <button type="button" className={`quiet`} onClick={() => settings.openPreset(preset)}>
          Restore
          <span className={styles.presetChanges}>{` (${countOf(changes, 'change')})`}</span>
        </button>
      )}
    </span>
  );
}
