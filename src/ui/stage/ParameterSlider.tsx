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
    <label className={`parameter ${className ?? ''}`}>
      <span className="parameter-label" title={label}>
        {label}
      </span>
      <span className="scrubber">
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
          className="scrubber-recorded"
          style={{ left: percent(low), right: `calc(100% - ${percent(high)})` }}
          title="Training interval"
        />
      </span>
      <span className="figure parameter-value">{valueText}</span>
    </label>
  );
}
