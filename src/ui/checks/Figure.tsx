import { useEffect, useId, useRef, useState } from 'react';
import type { Plot, Series } from '../../engine/verification/check.ts';
import { MissingChart } from '../chart/MissingChart.tsx';
import { loadPlotly } from '../chart/plotly.ts';
import { enlarged, remOf } from '../chart/chartScale.ts';
import { useTheme } from '../theme.ts';
import { figure, figureColours, isCurve, markers, numbered } from './plot.ts';
import styles from './results.module.css';

/** A plot with its title and its legend. Its height does not depend on what is in it. */
export function Figure({ plot }: { plot: Plot }) {
  const id = useId();
  return (
    <figure className={styles.figure} aria-labelledby={id}>
      <figcaption id={id}>{plot.title}</figcaption>
      <ul className={styles.legend}>
        {numbered(plot.series).map(({ series, index }) => (
          <li key={series.name}>
            <Sample series={series} index={index} />
            <span>{series.name}</span>
          </li>
        ))}
      </ul>
      <Drawing plot={plot} />
    </figure>
  );
}

const shapes = {
  circle: <circle cx="13" cy="5" r="3.6" />,
  square: <path d="M9.6 1.6h6.8v6.8H9.6z" />,
  diamond: <path d="M13 .5 17.5 5 13 9.5 8.5 5z" />,
  'triangle-up': <path d="M13 .6 17.2 8.6H8.8z" />,
} satisfies Record<(typeof markers)[number], React.ReactNode>;

/** A piece of the line, as the plot draws it. */
function Sample({ series, index }: { series: Series; index?: number }) {
  return (
    <svg
      viewBox="0 0 26 10"
      aria-hidden="true"
      className={index === undefined ? styles.sampleReference : undefined}
      data-series={index}
    >
      {isCurve(series) && <path d="M0 5H26" />}
      {index !== undefined && <g>{shapes[markers[index]]}</g>}
    </svg>
  );
}

function Drawing({ plot }: { plot: Plot }) {
  const theme = useTheme((state) => state.theme);
  const place = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const { current: element } = place;
    let current = true;
    loadPlotly().then(
      ({ default: plotly }) => {
        if (!element || !current) return;
        const drawing = figure(plot, figureColours(element));
        const { data, layout, config } = enlarged(drawing, remOf(element));
        void plotly.react(element, data, layout, config);
      },
      (error: unknown) => current && setProblem((error as Error).message),
    );
    return () => {
      current = false;
    };
    // The theme is read from the style sheet; it stands here because its change calls for a new drawing.
  }, [plot, theme, attempt]);

  useEffect(() => {
    const { current: element } = place;
    return () => {
      if (!element) return;
      // What was never loaded has drawn nothing.
      loadPlotly().then(
        ({ default: plotly }) => plotly.purge(element),
        () => {},
      );
    };
  }, []);

  if (problem !== undefined) {
    const retry = () => {
      setProblem(undefined);
      setAttempt(attempt + 1);
    };
    return <MissingChart problem={problem} onRetry={retry} />;
  }
  const { title, x, y, series } = plot;
  const names = series.map(({ name }) => name).join(', ');
  const label = `${title}: ${y.title} against ${x.title}; ${names}.`;
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn by Plotly, not an image file
    <div ref={place} className={styles.plot} role="img" aria-label={label} />
  );
}
