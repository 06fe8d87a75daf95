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
    <label className="kernel-slider">
      <span>{label}</span>
      <span className="scrubber">
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
      <span className="kernel-slider-value">{valueText}</span>
    </label>
  );
}
