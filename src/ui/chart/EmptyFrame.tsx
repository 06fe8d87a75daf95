import { useMemo } from 'react';
import { MARGIN, type Figure, type PlotColours } from './plot.ts';
import { ticksOf, titleOf } from './frameTicks.ts';
import styles from './Chart.module.css';

/** Its colours are those of the style sheet: reading them would lay the page out in the middle of its first drawing. */
const UNSEEN: PlotColours = {
  ink: '',
  muted: '',
  line: '',
  surface: '',
  networks: { a: '', b: '', c: '', d: '' },
  receivers: [],
  theme: 'light',
};

const rem = (pixels: number): string => `${pixels / 16}rem`;
const INSET = [MARGIN.t, MARGIN.r, MARGIN.b, MARGIN.l].map(rem).join(' ');

/** The axes of a chart, where Plotly will draw them: for a chart that has nothing to show yet. */
export function EmptyFrame({ figure }: { figure: (colours: PlotColours) => Figure }) {
  const { x, y, titles } = useMemo(() => {
    const { xaxis, yaxis } = figure(UNSEEN).layout;
    return {
      x: ticksOf(xaxis),
      y: ticksOf(yaxis),
      titles: { x: titleOf(xaxis), y: titleOf(yaxis) },
    };
  }, [figure]);
  return (
    <div className={styles.frame} style={{ inset: INSET }} aria-hidden translate="no">
      {x.map(({ share, text }) => (
        <div key={share} className={styles.column} style={{ left: `${100 * share}%` }}>
          <span>{text}</span>
        </div>
      ))}
      {y.map(({ share, text }) => (
        <div key={share} className={styles.row} style={{ bottom: `${100 * share}%` }}>
          <span>{text}</span>
        </div>
      ))}
      <span className={styles.xTitle}>{titles.x}</span>
      <span className={styles.yTitle}>{titles.y}</span>
    </div>
  );
}
