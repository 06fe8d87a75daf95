import styles from './Playback.module.css';
import slider from '../shared/Slider.module.css';
interface ParameterSliderProps {
  label: string;
  /** Where the training samples come from. */
  low: number;
  high: number;
  min: number;
  max: number;
  step: number;
  value: number;
  /** With its unit. */
  valueText: string;
  className?: string;
  onChange: (value: number) => void;
}

/** One free parameter of the sample shown, with its training interval marked. */
export function ParameterSlider(props: ParameterSliderProps) {
  const { label, low, high, min, max, step, value, valueText, className, onChange } = props;
  const percent = (x: number) => `${(100 * (x - min)) / (max - min)}%`;
  return (
    <label className={`${styles.parameter} ${className ?? ''}`}>
      <span className={styles.parameterLabel} title={label}>
        {label}
      </span>
      <span className={slider.slider} data-part="slider">
        <input
          type="range"
          min={min}
          max={max}
          step={step}
          value={value}
          aria-valuetext={valueText}
          onChange={(event) => onChange(Number(event.target.value))}
        />
        <span
          className={slider.recorded}
          style={{ left: percent(low), right: `calc(100% - ${percent(high)})` }}
          title="Training interval"
        />
      </span>
      <span className={`figure ${styles.parameterValue}`}>{valueText}</span>
    </label>
  );
}
