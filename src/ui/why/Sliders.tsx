import { useCovered } from '../lessons/cover.ts';
import { Slider } from '../shared/Slider.tsx';
import { setRank, setWave, shownRank, useWhy } from './state.ts';
import { distanceText, shareText } from './texts.ts';
import styles from './why.module.css';

export function Sliders() {
  const distance = useWhy((state) => state.distance);
  const modes = useWhy((state) => state.modes);
  const rank = useWhy(shownRank);
  const error = useWhy((state) => state.propagator.relativeErrors[shownRank(state)]);
  const covered = useCovered('why-errors');
  return (
    <div className={styles.sliders} data-testid="why-sliders">
      <Slider
        className={styles.slider}
        label="Distance c·T"
        help="How far the wave travels at speed c in the time T, on a square with sides of 1 m."
        min={0.05}
        max={1}
        step={0.01}
        value={distance}
        text={distanceText(distance)}
        onMove={(value) => setWave({ distance: value })}
      />
      <Slider
        className={styles.slider}
        label="Band limit K"
        help="Modes of the square along each axis: sin(iπx) sin(jπy) with i and j up to K. The shortest one has half-wavelengths of 1/K m."
        min={8}
        max={32}
        value={modes}
        text={`${modes} modes`}
        onMove={(value) => setWave({ modes: value })}
      />
      <Slider
        className={styles.slider}
        label="Rank R"
        help="Pairs of one-way filters, along x and along y, that are added up: the best possible ones, from the singular value decomposition."
        min={1}
        max={modes}
        value={rank}
        text={`${rank} of ${modes}`}
        spoken={covered ? `rank ${rank}` : `rank ${rank}, error ${shareText(error)}`}
        onMove={setRank}
      />
    </div>
  );
}
