import { useEffect, useId, useRef, useState } from 'react';
import type { Plot, Series } from '../../engine/verification/check.ts';
import { useTheme } from '../theme.ts';
import { figure, figureColours, isCurve, markers, numbered } from './plot.ts';

/** A plot with its title and its legend. Its height does not depend on what is in it. */
export function Figure({ plot }: { plot: Plot }) {
  const id = useId();
  return (
    <figure className="check-figure" aria-labelledby={id}>
      <figcaption id={id}>{plot.title}</figcaption>
      <ul className="check-legend">
        {numbered(plot.series).map(({ series, index }) => (
          <li key={series.name}>
            <Sample series={series} index={index} />
            {series.name}
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
      className={index === undefined ? 'sample-reference' : `series-${index}`}
    >
      {isCurve(series) && <path d="M0 5H26" />}
      {index !== undefined && shapes[markers[index]]}
    </svg>
  );
}

function Drawing({ plot }: { plot: Plot }) {
  const theme = useTheme((state) => state.theme);
  const place = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const { current: element } = place;
    let current = true;
    import('plotly.js-basic-dist-min').then(
      ({ default: plotly }) => {
        if (!element || !current) return;
        const { data, layout, config } = figure(plot, figureColours(element));
        void plotly.react(element, data, layout, config);
      },
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
    // The theme is read from the style sheet; it stands here because its change calls for a new drawing.
  }, [plot, theme]);

  useEffect(() => {
    const { current: element } = place;
    return () => {
      if (!element) return;
      void import('plotly.js-basic-dist-min').then(({ default: plotly }) => plotly.purge(element));
    };
  }, []);

  if (failed) {
    return (
      <p className="check-empty">The plot could not be loaded. Reload the page to try again.</p>
    );
  }
  const { title, x, y, series } = plot;
  const names = series.map(({ name }) => name).join(', ');
  const label = `${title}: ${y.title} against ${x.title}; ${names}.`;
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn by Plotly, not an image file
    <div ref={place} className="check-plot" role="img" aria-label={label} />
  );
}
