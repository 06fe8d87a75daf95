import { Tip } from '../shared/Tip.tsx';
import { setRank, setWave, shownRank, useWhy } from './state.ts';
import { distanceText, shareText } from './texts.ts';
import styles from './why.module.css';
import slider from '../shared/Slider.module.css';

export function Sliders() {
  const distance = useWhy((state) => state.distance);
  const modes = useWhy((state) => state.modes);
  const rank = useWhy(shownRank);
  const error = useWhy((state) => state.propagator.relativeErrors[shownRank(state)]);
  return (
    <div className={styles.sliders}>
      <Slider
        label="Distance c·T"
        help="How far the wave travels at speed c in the time T, on a square with sides of 1 m."
        min={0.05}
        max={1}
        step={0.01}
        value={distance}
        text={distanceText(distance)}
        onChange={(value) => setWave({ distance: value })}
      />
      <Slider
        label="Band limit K"
        help="Modes of the square along each axis: sin(iπx) sin(jπy) with i and j up to K. The shortest one has half-wavelengths of 1/K m."
        min={8}
        max={32}
        step={1}
        value={modes}
        text={`${modes} modes`}
        onChange={(value) => setWave({ modes: value })}
      />
      <Slider
        label="Rank R"
        help="Pairs of one-way filters, along x and along y, that are added up: the best possible ones, from the singular value decomposition."
        min={1}
        max={modes}
        step={1}
        value={rank}
        text={`${rank} of ${modes}`}
        spoken={`rank ${rank}, error ${shareText(error)}`}
        onChange={setRank}
      />
    </div>
  );
}

interface SliderProps {
  label: string;
  help: string;
  min: number;
  max: number;
  step: number;
  value: number;
  text: string;
  /** What a screen reader says instead of `text`. */
  spoken?: string;
  onChange: (value: number) => void;
}

function Slider({ label, help, min, max, step, value, text, spoken, onChange }: SliderProps) {
  return (
    <div className={styles.slider}>
      <Tip text={help}>{label}</Tip>
      <span className={slider.slider} data-part="slider">
        <input
          type="range"
          aria-label={label}
          min={min}
          max={max}
          step={step}
          value={value}
          aria-valuetext={spoken ?? text}
          onChange={(event) => onChange(Number(event.target.value))}
        />
      </span>
      <span className="figure">{text}</span>
    </div>
  );
}
