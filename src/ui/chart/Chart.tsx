import type * as PlotlyModule from 'plotly.js-basic-dist-min';
import { useEffect, useRef, useState } from 'react';
import { EmptyFrame } from './EmptyFrame.tsx';
import { MissingChart } from './MissingChart.tsx';
import { loadPlotly } from './plotly.ts';
import { enlarged, remOf, type Scale } from './chartScale.ts';
import { observeSight } from '../shared/observe.ts';
import { usePage } from '../page/page.ts';
import { useTheme } from '../theme.ts';
import { plotColours, type Figure, type PlotColours } from './plot.ts';
import styles from './Chart.module.css';

type Plotly = typeof PlotlyModule;

/** Redrawn at most this often (ms): a plot costs some ten milliseconds that the stage can use better. */
const REDRAW_MS = 300;
/** While something is dragged, a chart of the wave is drawn when it rests this long (ms), or ... */
const REST_MS = 200;
/** ... when it has been shown this long (ms). */
const LONGEST_MS = 1500;
/** A drawing is followed by this many times its own length without one: on a slow device it takes half a second. */
const PAUSE_LENGTHS = 9;
/** Out of sight a chart is drawn only when it has not changed for this long (ms). */
const UNSEEN_REST_MS = 1500;
/** Charts this close to the window (px) are drawn, so that they are there when they are scrolled to. */
const NEAR = 150;
/** Charts out of sight are drawn for printing: their library is loaded after this time, when nothing else is (ms). */
const QUIET_MS = 15_000;

interface ChartProps {
  /** Of the same identity as long as there is nothing new to draw. */
  figure: (colours: PlotColours) => Figure;
  label: string;
  /** Drawn only while it is in sight, and not while it changes all the time. */
  lazy?: boolean;
  /** There is nothing to draw yet, nor will there be soon: bare axes do. */
  empty?: boolean;
  /** Drawn only when the page is printed, so large: nothing else of the page is on paper. */
  onPaper?: Scale;
  /** A point was clicked that carries this as its `customdata`. */
  onPoint?: (customdata: unknown) => void;
}

/** Plotly as soon as it is `wanted`, and why it is missing. */
function usePlotly(wanted: boolean) {
  const [plotly, setPlotly] = useState<Plotly>();
  const [problem, setProblem] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!wanted) return undefined;
    let current = true;
    loadPlotly().then(
      (module) => current && setPlotly(module.default),
      (error: unknown) => current && setProblem((error as Error).message),
    );
    return () => {
      current = false;
    };
  }, [wanted, attempt]);
  const retry = () => {
    setProblem(undefined);
    setAttempt(attempt + 1);
  };
  return { plotly, problem, retry };
}

/** True some time after the chart has come. */
function useQuiet(): boolean {
  const [quiet, setQuiet] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  return quiet;
}

/** A chart by Plotly, which is loaded when there is something to draw. */
export function Chart({
  figure,
  label,
  lazy = false,
  empty = false,
  onPaper,
  onPoint,
}: ChartProps) {
  const colours = useTheme(({ theme, forced }) => `${theme} ${forced}`);
  const projector = usePage((page) => page.projector);
  const look = `${colours} ${projector}`;
  const printing = useTheme((state) => onPaper !== undefined && state.printing !== undefined);
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(!lazy && onPaper === undefined);
  const inSight = useRef(true);
  const drawnAt = useRef(0);
  const drawingMs = useRef(0);
  /** Draws what waits to be drawn. */
  const drawNow = useRef<() => void>(undefined);
  const clicked = useRef(onPoint);
  useEffect(() => {
    clicked.current = onPoint;
  }, [onPoint]);

  // Not with the first point: loading and drawing for the first time block for a fifth of a second, which is free
  // while the workers start and must not happen while the networks train.
  const quiet = useQuiet();
  const { plotly, problem, retry } = usePlotly(!empty && (near || quiet || printing));

  useEffect(() => {
    if (!place.current) return undefined;
    return observeSight(
      place.current,
      (seen) => {
        inSight.current = seen;
        if (lazy) setNear(seen);
        else if (seen) drawNow.current?.();
      },
      NEAR,
    );
  }, [lazy, problem]);

  useEffect(() => {
    const { current: element } = place;
    if (!plotly || !element || !(near || printing)) return undefined;
    const draw = () => {
      drawNow.current = undefined;
      drawnAt.current = performance.now();
      const drawing = figure(plotColours(element, useTheme.getState().theme));
      const { data, layout, config } = enlarged(
        drawing,
        printing && onPaper ? onPaper : remOf(element),
      );
      const drawn = plotly.react(element, data, layout, config);
      drawingMs.current = performance.now() - drawnAt.current;
      void drawn.then((plot) => {
        // A chart that is gone meanwhile has no listeners to set.
        if (!place.current) return;
        plot.removeAllListeners('plotly_click');
        plot.on('plotly_click', ({ points }) => clicked.current?.(points[0]?.customdata));
      });
    };
    if (printing) {
      draw();
      return undefined;
    }
    const age = performance.now() - drawnAt.current;
    const interval = Math.max(REDRAW_MS, PAUSE_LENGTHS * drawingMs.current);
    const seen = lazy ? Math.min(REST_MS, LONGEST_MS - age) : interval - age;
    const wait = inSight.current ? seen : UNSEEN_REST_MS;
    const timer = setTimeout(draw, Math.max(0, wait));
    drawNow.current = () => {
      clearTimeout(timer);
      draw();
    };
    return () => {
      clearTimeout(timer);
      drawNow.current = undefined;
    };
    // The look is read from the style sheet; it stands here because its change calls for a new drawing.
  }, [plotly, figure, near, lazy, look, printing, onPaper]);

  useEffect(() => {
    const { current: element } = place;
    if (!plotly || !element) return undefined;
    return () => plotly.purge(element);
  }, [plotly]);

  if (problem !== undefined) return <MissingChart problem={problem} onRetry={retry} />;
  return (
    <div className={styles.chart}>
      {!plotly && <EmptyFrame figure={figure} />}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn by Plotly, not an image file */}
      <div ref={place} className={styles.plot} translate="no" role="img" aria-label={label} />
    </div>
  );
}
