import { useLayoutEffect, useRef, useState } from 'react';
import { useTheme } from '../theme.ts';
import { MARGIN, plotColours, type Figure, type PlotColours } from './plot.ts';
import { ticksOf, titleOf, type Tick } from './frameTicks.ts';
import styles from './Chart.module.css';

interface Frame {
  x: readonly Tick[];
  y: readonly Tick[];
  titles: { x: string; y: string };
}

const rem = (pixels: number): string => `${pixels / 16}rem`;
const INSET = [MARGIN.t, MARGIN.r, MARGIN.b, MARGIN.l].map(rem).join(' ');

/** The axes of a chart, where Plotly will draw them: for a chart that has nothing to show yet. */
export function EmptyFrame({ figure }: { figure: (colours: PlotColours) => Figure }) {
  const place = useRef<HTMLDivElement>(null);
  const [frame, setFrame] = useState<Frame>();
  useLayoutEffect(() => {
    if (!place.current) return;
    const { xaxis, yaxis } = figure(plotColours(place.current, useTheme.getState().theme)).layout;
    setFrame({
      x: ticksOf(xaxis),
      y: ticksOf(yaxis),
      titles: { x: titleOf(xaxis), y: titleOf(yaxis) },
    });
  }, [figure]);
  return (
    <div ref={place} className={styles.frame} style={{ inset: INSET }} aria-hidden translate="no">
      {frame?.x.map(({ share, text }) => (
        <div key={share} className={styles.column} style={{ left: `${100 * share}%` }}>
          <span>{text}</span>
        </div>
      ))}
      {frame?.y.map(({ share, text }) => (
        <div key={share} className={styles.row} style={{ bottom: `${100 * share}%` }}>
          <span>{text}</span>
        </div>
      ))}
      <span className={styles.xTitle}>{frame?.titles.x}</span>
      <span className={styles.yTitle}>{frame?.titles.y}</span>
    </div>
  );
}
