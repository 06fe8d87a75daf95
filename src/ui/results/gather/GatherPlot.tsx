import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { Gather } from '../../../engine/scene/gather.ts';
import type { SceneRecording } from '../../../worker/protocol.ts';
import { ticksOf } from '../../chart/frameTicks.ts';
import { plotColours } from '../../chart/plot.ts';
import { usePage } from '../../page/page.ts';
import { observePixels, type Pixels } from '../../shared/observe.ts';
import { formatPlain } from '../../shared/numbers.ts';
import { onFrame } from '../../stage/player.ts';
import { useTheme } from '../../theme.ts';
import { useGather, type GatherChoices } from './choices.ts';
import { paintGather } from './paintGather.ts';
import { pictureOf, shareOf, type GatherView } from './view.ts';
import styles from './gather.module.css';

interface GatherPlotProps {
  gather: Gather;
  view: GatherView;
  choices: GatherChoices;
  recording: SceneRecording;
}

/** The picture with its axes; a trace is chosen by a click or with the arrow keys. */
export function GatherPlot({ gather, view, choices, recording }: GatherPlotProps) {
  const { at, range, title, end, time, spread } = view;
  const { members } = spread;
  const chosen = Math.max(0, members.indexOf(choices.trace));
  const choose = (place: number) =>
    useGather.setState({ trace: members[Math.min(members.length - 1, Math.max(0, place))] });
  const onPointerDown = ({ clientX, currentTarget, button }: PointerEvent) => {
    if (button !== 0) return;
    const { left, width } = currentTarget.getBoundingClientRect();
    const share = (clientX - left) / width;
    const distance = (k: number) => Math.abs(shareOf(at[k], range) - share);
    choose([...at.keys()].reduce((best, k) => (distance(k) < distance(best) ? k : best), 0));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keys[event.key]?.(chosen, members.length);
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
  };
  const { name } = gather.traces[members[chosen]];
  return (
    <div className={styles.plot}>
      <div className={styles.times} aria-hidden="true">
        {ticksOf({ range: [0, end / time.factor] }).map(({ share, text }) => (
          <span key={text} style={{ top: `${100 * share}%` }}>
            {text}
          </span>
        ))}
      </div>
      <span className={styles.timeTitle} aria-hidden="true">
        {`Time t (${time.unit})`}
      </span>
      <div
        className={styles.picture}
        data-testid="gather-picture"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a picture whose traces are chosen
        role="slider"
        tabIndex={0}
        aria-label="Trace of the shot gather"
        aria-valuemin={1}
        aria-valuemax={members.length}
        aria-valuenow={chosen + 1}
        aria-valuetext={`${name}, ${title} ${formatPlain(at[chosen])}`}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
      >
        <GatherCanvas {...{ gather, view, choices }} />
        <span className={styles.chosen} style={{ left: `${100 * shareOf(at[chosen], range)}%` }} />
        <Clock interval={recording.interval} end={end} />
      </div>
      <div className={styles.places} aria-hidden="true">
        {ticksOf({ range: [...range] }).map(({ share, text }) => (
          <span key={text} style={{ left: `${100 * share}%` }}>
            {text}
          </span>
        ))}
      </div>
      <span className={styles.placeTitle} aria-hidden="true">
        {title}
      </span>
    </div>
  );
}

const keys: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  PageUp: (at) => at + 10,
  PageDown: (at) => at - 10,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Painted when there is something new, with the next frame of the screen. */
function GatherCanvas({ gather, view, choices }: Omit<GatherPlotProps, 'recording'>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixels = useRef<Pixels>(undefined);
  const paint = useRef<() => void>(undefined);
  const look = useTheme(({ theme, forced }) => `${theme} ${forced}`);
  const projector = usePage((page) => page.projector);
  useEffect(() => {
    paint.current = () => {
      const { current: element } = canvas;
      if (!element || !pixels.current) return;
      const { width, height, ratio } = pixels.current;
      if (element.width !== width) element.width = width;
      if (element.height !== height) element.height = height;
      const colours = plotColours(element, useTheme.getState().theme);
      paintGather(element, { ...pictureOf(gather, view, choices, colours), ratio });
    };
    const request = requestAnimationFrame(() => paint.current?.());
    return () => cancelAnimationFrame(request);
    // The look is read from the style sheet; its change calls for a new picture.
  }, [gather, view, choices, look, projector]);
  useEffect(() => {
    if (!canvas.current) return undefined;
    return observePixels(canvas.current, (now) => {
      pixels.current = now;
      paint.current?.();
    });
  }, []);
  return <canvas ref={canvas} />;
}

/** Where the stage's clock stands; follows it without React. */
function Clock({ interval, end }: { interval: number; end: number }) {
  const line = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      onFrame((frame) => {
        const share = Math.min(1, (frame * interval) / end);
        if (line.current) line.current.style.transform = `translateY(${100 * share}%)`;
      }),
    [interval, end],
  );
  return (
    <span className={styles.clock} aria-hidden="true">
      <span ref={line} />
    </span>
  );
}
