/** The panel's charts as Plotly figures. */
import { emptyFigure, type Figure, type PlotColours } from '../chart/plot.ts';
import { studiedModes, TOLERANCE, type StudyPoint } from './rankStudy.ts';

/** Below, nothing is left that could be seen or would matter. */
const LEAST_PERCENT = 0.01;

interface Spectrum {
  singularValues: Float64Array;
  relativeErrors: Float64Array;
  rank: number;
}

export function spectrumFigure(spectrum: Spectrum, colours: PlotColours): Figure {
  const { singularValues, relativeErrors, rank } = spectrum;
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, {
    x: 'Rank R (pairs of one-way filters)',
    y: 'Share (%)',
  });
  const decades = [0.01, 0.1, 1, 10, 100];
  const common = { mode: 'lines+markers' as const };
  return {
    data: [
      {
        ...common,
        x: Array.from(singularValues, (_, r) => r + 1),
        y: Array.from(singularValues, (value) => (100 * value) / singularValues[0]),
        name: 'Singular value',
        line: { color: colours.networks.a, width: 1.5 },
        marker: { size: 5 },
        hovertemplate: '%{y:.3g} % of the largest<extra>singular value</extra>',
      },
      {
        ...common,
        x: Array.from(relativeErrors, (_, r) => r),
        y: Array.from(relativeErrors, (error) => 100 * error),
        name: 'Error',
        line: { color: colours.networks.b, width: 1.5 },
        marker: { size: 5, symbol: 'square' },
        hovertemplate: '%{y:.3g} %<extra>error</extra>',
      },
    ],
    layout: {
      ...layout,
      xaxis: { ...xaxis, range: [-0.5, singularValues.length + 0.5], hoverformat: 'd' },
      yaxis: {
        ...yaxis,
        type: 'log',
        range: [Math.log10(LEAST_PERCENT), 2.15],
        tickvals: decades,
        ticktext: decades.map(String),
      },
      shapes: [
        {
          type: 'line',
          x0: rank,
          x1: rank,
          y0: 0,
          y1: 1,
          yref: 'paper',
          line: { color: colours.ink, width: 1.5, dash: 'dot' },
        },
      ],
    },
    config,
  };
}

export function studyFigure(points: readonly StudyPoint[], colours: PlotColours): Figure {
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, {
    x: 'Half-wavelengths travelled, d·K',
    y: `Rank for ${100 * TOLERANCE} %`,
  });
  const most = Math.max(...studiedModes);
  return {
    data: [
      {
        x: [0, most],
        y: [0, most],
        mode: 'lines',
        name: 'rank = half-wavelengths',
        line: { color: colours.muted, width: 1.5, dash: 'dash' },
        hoverinfo: 'skip',
      },
      ...studiedModes.map((modes, at) => {
        const own = points.filter((point) => point.modes === modes);
        const colour = at === 0 ? colours.networks.a : colours.networks.b;
        return {
          x: own.map(({ halves }) => halves),
          y: own.map(({ rank }) => rank),
          text: own.map(({ distance }) => `${distance.toFixed(2)} m`),
          mode: 'markers' as const,
          name: `${modes} modes`,
          marker: {
            size: 7,
            symbol: at === 0 ? ('circle' as const) : ('square' as const),
            // Hollow where the rule of thumb is not meant to hold.
            color: own.map(({ distance }) => (distance <= 0.5 ? colour : 'transparent')),
            line: { color: colour, width: 1.5 },
          },
          hovertemplate: `rank %{y}, d = %{text}<extra>${modes} modes</extra>`,
        };
      }),
    ],
    layout: {
      ...layout,
      hovermode: 'closest',
      xaxis: { ...xaxis, range: [0, most + 1] },
      yaxis: { ...yaxis, range: [0, most] },
    },
    config,
  };
}
