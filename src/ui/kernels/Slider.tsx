import kernels from './kernels.module.css';
import styles from '../shared/Slider.module.css';
interface SliderProps {
  label: string;
  min: number;
  max: number;
  value: number;
  valueText: string;
  onChange: (value: number) => void;
}

/** A whole number, chosen with a slider. */
export function Slider({ label, min, max, value, valueText, onChange }: SliderProps) {
  return (
    <label className={kernels.slider}>
      <span>{label}</span>
      <span className={styles.slider} data-part="slider">
        <input
          type="range"
          min={min}
          max={max}
          step={1}
          value={value}
          disabled={max === min}
          aria-valuetext={valueText}
          onChange={(event) => onChange(Number(event.target.value))}
        />
      </span>
      <span className={kernels.sliderValue}>{valueText}</span>
    </label>
  );
}
