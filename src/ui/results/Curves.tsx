import type * as PlotlyModule from 'plotly.js-basic-dist-min';
import { useEffect, useRef, useState } from 'react';
import { CURVE_TEST_SAMPLES } from '../../engine/train/evaluate.ts';
import { formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { networkIds, useLab } from '../state.ts';
import { useTheme } from '../theme.ts';
import { plotColours, plotFigure } from './plot.ts';

type Plotly = typeof PlotlyModule;

/** Redrawn at most this often (ms): a plot costs some ten milliseconds that the stage can use better. */
const REDRAW_MS = 300;

export function Curves() {
  const a = useLab((state) => state.a.curve);
  const b = useLab((state) => state.b.curve);
  const started = useLab((state) => state.run !== undefined);
  const empty = a.length + b.length === 0;
  return (
    <section className="results-section" aria-labelledby="curves-title" data-testid="curves">
      <h2 id="curves-title">
        <Tip
          text={`Relative L2 error: mean over samples of ‖forecast − truth‖/‖truth‖. Train: mean of the batches since the last point, while the weights change. Test: the first ${CURVE_TEST_SAMPLES} test samples, which the networks never learn from; the table's error is over all of them.`}
        >
          Learning curves
        </Tip>
      </h2>
      <CurvesLegend />
      <div className="curves">
        <Plot />
        {empty && (
          <p className="curves-empty">
            {started
              ? 'The curves begin with the first training step.'
              : 'Press Train: the error of both networks appears here, step by step.'}
          </p>
        )}
      </div>
    </section>
  );
}

/** Not Plotly's own: that one takes two lines of the little room. */
function CurvesLegend() {
  return (
    <ul className="curves-legend">
      {networkIds.map((id) => (
        <li key={id} className={`network-${id}`}>
          <svg viewBox="0 0 22 8" aria-hidden="true">
            <path d="M0 4H22" />
            {id === 'a' ? (
              <circle cx="11" cy="4" r="3" />
            ) : (
              <rect x="8" y="1" width="6" height="6" />
            )}
          </svg>
          {id.toUpperCase()}
        </li>
      ))}
      <li>marked: test, thin: train</li>
    </ul>
  );
}

const describe = (id: 'a' | 'b', test: number | undefined) =>
  `network ${id.toUpperCase()}: ${test === undefined ? 'no test error yet' : `test error ${formatPercent(test)}`}`;

function Plot() {
  const a = useLab((state) => state.a.curve);
  const b = useLab((state) => state.b.curve);
  const steps = useLab((state) => (state.run ?? state.experiment).training.steps);
  const theme = useTheme((state) => state.theme);
  const place = useRef<HTMLDivElement>(null);
  const [plotly, setPlotly] = useState<Plotly>();
  const [failed, setFailed] = useState(false);
  const drawnAt = useRef(0);

  // At once and not with the first point: loading and drawing for the first time block for a fifth of a
  // second, which is free while the workers start and must not happen while the networks train.
  useEffect(() => {
    let current = true;
    import('plotly.js-basic-dist-min').then(
      (module) => current && setPlotly(module.default),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, []);

  useEffect(() => {
    const { current: element } = place;
    if (!plotly || !element) return undefined;
    const draw = () => {
      drawnAt.current = performance.now();
      const { data, layout, config } = plotFigure({ a, b }, steps, plotColours(element));
      void plotly.react(element, data, layout, config);
    };
    const wait = Math.max(0, drawnAt.current + REDRAW_MS - performance.now());
    const timer = setTimeout(draw, wait);
    return () => clearTimeout(timer);
    // The theme is read from the style sheet; it stands here because its change calls for a new drawing.
  }, [plotly, a, b, steps, theme]);

  useEffect(() => {
    const { current: element } = place;
    if (!plotly || !element) return undefined;
    return () => plotly.purge(element);
  }, [plotly]);

  if (failed) {
    return (
      <p className="curves-empty">The chart could not be loaded. Reload the page to try again.</p>
    );
  }
  const latest = { a, b };
  const summary = networkIds
    .map((id) => describe(id, latest[id].findLast((point) => point.test !== undefined)?.test))
    .join('; ');
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn by Plotly, not an image file
    <div ref={place} className="plot" role="img" aria-label={`Learning curves. ${summary}.`} />
  );
}
