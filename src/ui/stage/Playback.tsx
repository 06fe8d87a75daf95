import { useEffect, useRef } from 'react';
import { Icon } from '../shared/Icon.tsx';
import { Segmented } from '../shared/Segmented.tsx';
import { Track } from '../shared/Slider.tsx';
import { formatIn } from '../shared/units.ts';
import { useClock } from './current.ts';
import { momentOf } from './describe.ts';
import { hasBefore, paceOf } from './loop.ts';
import { useLab } from '../state.ts';
import { SaveStage } from './SaveStage.tsx';
import { onFrame, showFrame, speeds, togglePlaying, usePlayer } from './player.ts';
import styles from './Playback.module.css';

/** Of waves that take other times than seconds, how much of it passes in one. */
const speedOptions = (pace: number) =>
  speeds.map((speed) => ({
    value: String(speed),
    label:
      pace === 1 ? { 1: '1×', 0.5: '½×', 0.25: '¼×' }[speed] : `${formatIn(speed * pace, 's')}/s`,
  }));

const loopOptions = [
  { value: 'forecast', label: 'Forecast times' },
  { value: 'whole', label: 'From t = 0' },
] as const;

/** Play, pause and the time shown; the slider follows the clock without React. */
export function Playback() {
  const playing = usePlayer((state) => state.playing);
  const skipped = useLab((state) => state.recording?.skipped ?? 0);
  const empty = useLab((state) => state.recording === undefined);
  const clock = useClock();
  const last = clock.frames - 1;
  const slider = useRef<HTMLInputElement>(null);
  const output = useRef<HTMLOutputElement>(null);

  useEffect(
    () =>
      onFrame((frame) => {
        const moment = momentOf(frame, clock);
        if (output.current) output.current.textContent = moment;
        if (!slider.current) return;
        slider.current.value = String(frame);
        slider.current.setAttribute('aria-valuetext', moment);
      }),
    [clock],
  );

  return (
    <div className={styles.playback}>
      <button
        type="button"
        className="icon-button"
        aria-label={playing ? 'Pause the animation' : 'Play the animation'}
        disabled={empty}
        onClick={togglePlaying}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <Track
        ref={slider}
        aria-label="Time"
        min={0}
        max={last}
        step={1}
        disabled={empty}
        defaultValue={0}
        marked={{
          from: skipped / Math.max(1, last),
          to: 1,
          title: 'Output times: what the networks forecast',
        }}
        onMove={showFrame}
      />
      <output ref={output} className={`figure ${styles.playbackTime}`} aria-live="off">
        t = 0.00 s
      </output>
      <SaveStage />
    </div>
  );
}

/** How fast it plays, and from where. */
export function PlaybackOptions() {
  const speed = usePlayer((state) => state.speed);
  const whole = usePlayer((state) => state.whole);
  const clock = useClock();
  const before = useLab(({ recording }) => recording !== undefined && hasBefore(recording));
  return (
    <div className={styles.playbackOptions}>
      <span className={styles.sampleLabel}>Animation</span>
      <Segmented
        label="Speed of the animation"
        options={speedOptions(paceOf(clock))}
        value={String(speed)}
        onChange={(value) => usePlayer.setState({ speed: Number(value) })}
      />
      {before && (
        <Segmented
          label="Times of the animation"
          options={loopOptions}
          value={whole ? 'whole' : 'forecast'}
          onChange={(value) => usePlayer.setState({ whole: value === 'whole' })}
        />
      )}
    </div>
  );
}
