import { useId, type ComponentProps, type ReactNode } from 'react';
import { Tip } from './Tip.tsx';
import styles from './Slider.module.css';

interface TrackProps extends Omit<ComponentProps<'input'>, 'type' | 'onChange'> {
  /** A part of the line that is set apart, by the shares of the line at its ends. */
  marked?: { from: number; to: number; title: string };
  onMove: (value: number) => void;
}

/** The line of a slider and its thumb. */
export function Track({ marked, onMove, ...input }: TrackProps) {
  return (
    <span className={styles.track} data-part="slider">
      <input type="range" {...input} onChange={(event) => onMove(Number(event.target.value))} />
      {marked && (
        <span
          className={styles.marked}
          style={{ left: `${100 * marked.from}%`, right: `${100 * (1 - marked.to)}%` }}
          title={marked.title}
        />
      )}
    </span>
  );
}

interface SliderProps extends Pick<TrackProps, 'marked' | 'onMove'> {
  label: string;
  /** What the label says when it is asked. */
  help?: ReactNode;
  min: number;
  max: number;
  step?: number;
  value: number;
  /** The value as it is shown, with its unit. */
  text: string;
  /** What a screen reader says instead of `text`. */
  spoken?: string;
  /** Of the row of label, line and value: how these three stand. */
  className: string;
}

/** A number with a label, chosen by dragging or with the arrow keys. A slider with one value is disabled. */
export function Slider({ label, help, text, spoken, className, ...track }: SliderProps) {
  const id = useId();
  return (
    <div className={className}>
      {help === undefined ? (
        <label htmlFor={id} title={label}>
          {label}
        </label>
      ) : (
        <Tip text={help}>{label}</Tip>
      )}
      <Track
        id={id}
        aria-label={help === undefined ? undefined : label}
        aria-valuetext={spoken ?? text}
        disabled={track.max === track.min}
        step={1}
        {...track}
      />
      <span className="figure" data-part="value">
        {text}
      </span>
    </div>
  );
}
