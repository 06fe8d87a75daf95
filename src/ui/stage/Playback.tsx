import { useEffect, useRef } from 'react';
import { Icon } from '../shared/Icon.tsx';
import { Segmented } from '../shared/Segmented.tsx';
import { useOwnTask } from './current.ts';
import { useLab } from '../state.ts';
import { onFrame, showFrame, speeds, togglePlaying, usePlayer } from './player.ts';

const speedOptions = speeds.map((speed) => ({
  value: String(speed),
  label: speed === 1 ? '1×' : speed === 0.5 ? '½×' : '¼×',
}));

/** Play, pause and the time shown; the slider follows the clock without React. */
export function Playback() {
  const playing = usePlayer((state) => state.playing);
  const speed = usePlayer((state) => state.speed);
  const interval = useLab((state) => state.recording?.interval ?? 0);
  const skipped = useLab((state) => state.recording?.skipped ?? 0);
  const recorded = useLab((state) => state.recording?.times.length ?? 1);
  const last = skipped + recorded - 1;
  const empty = useLab((state) => state.recording === undefined);
  const own = useOwnTask();
  const slider = useRef<HTMLInputElement>(null);
  const output = useRef<HTMLOutputElement>(null);

  useEffect(
    () =>
      onFrame((frame) => {
        const time = (frame * interval).toFixed(2);
        const place = `${Math.floor(frame) + 1} of ${last + 1}`;
        if (output.current) output.current.textContent = own ? place : `t = ${time} s`;
        if (!slider.current) return;
        slider.current.value = String(frame);
        slider.current.setAttribute('aria-valuetext', own ? place : `${time} seconds`);
      }),
    [interval, own, last],
  );

  return (
    <div className="playback">
      <button
        type="button"
        className="icon-button"
        aria-label={playing ? 'Pause the animation' : 'Play the animation'}
        disabled={empty}
        onClick={togglePlaying}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <span className="scrubber">
        <input
          ref={slider}
          type="range"
          aria-label="Time"
          min={0}
          max={last}
          step={1}
          disabled={empty}
          defaultValue={0}
          onInput={(event) => showFrame(Number(event.currentTarget.value))}
        />
        <span
          className="scrubber-recorded"
          style={{ left: `${(100 * skipped) / Math.max(1, last)}%` }}
          title="Output times: what the networks forecast"
        />
      </span>
      <output ref={output} className="figure playback-time" aria-live="off">
        t = 0.00 s
      </output>
      <Segmented
        label="Speed of the animation"
        options={speedOptions}
        value={String(speed)}
        onChange={(value) => usePlayer.setState({ speed: Number(value) })}
      />
    </div>
  );
}
