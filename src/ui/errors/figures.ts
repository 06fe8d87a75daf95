/** The charts of the tab as Plotly figures; of every network the same colour and mark as everywhere. */
import type { Data } from 'plotly.js-basic-dist-min';
import type { NetworkId } from '../../engine/experiment/network.ts';
import type { ErrorReport } from '../../engine/evaluation/report.ts';
import { logTicks, POWERS } from '../../engine/logTicks.ts';
import { networkMarks } from '../chart/networkMarks.ts';
import { emptyFigure, MARGIN, type Figure, type PlotColours } from '../chart/plot.ts';
import { formatPlain } from '../shared/numbers.ts';
import { scaleFor, wavenumberScale, type Scale } from '../shared/units.ts';
import { formatLength, unitName } from './lengths.ts';
import type { Reports } from './reports.ts';

export const percent = (fractions: readonly number[]): number[] =>
  fractions.map((one) => 100 * one);

/** More marks than these would hide the line between them. */
const MOST_MARKS = 40;

const marked = (id: NetworkId, { networks }: PlotColours, most = 0) => ({
  mode: 'lines+markers' as const,
  line: { color: networks[id], width: 1.5 },
  marker: {
    size: 5,
    symbol: networkMarks[id].symbol,
    color: networks[id],
    // 0: all of them.
    maxdisplayed: most,
  },
});

const hover = (id: NetworkId, what = '') => `%{y:.3g} %<extra>${id.toUpperCase()}${what}</extra>`;

/** The least and the largest of any number of values. */
export const extentOf = (values: readonly number[]): [least: number, most: number] => [
  values.reduce((least, value) => Math.min(least, value), Infinity),
  values.reduce((most, value) => Math.max(most, value), -Infinity),
];

/** From zero, or over decades where the values differ much. */
export function errorAxis(values: readonly number[], always?: 'log') {
  const known = values.filter((value) => Number.isFinite(value) && value > 0);
  if (known.length === 0) return { rangemode: 'tozero' as const };
  const [low, high] = extentOf(known);
  if (always !== 'log' && high < 20 * low) return { range: [0, 1.08 * high] };
  const ticks = logTicks(low, high, high > 1000 * low ? { digits: POWERS } : {});
  return {
    type: 'log' as const,
    range: [Math.log10(low / 1.1), Math.log10(high * 1.1)],
    tickvals: ticks,
    ticktext: ticks.map(String),
  };
}

/** The output times, in a unit that fits, or their numbers. */
function framesAxis({ errors, times, of }: NonNullable<ErrorReport['frames']>) {
  if (times.length === 0) {
    const title = of === 'time' ? 'Output time (number)' : 'Output channel (number)';
    return { title, x: errors.map((_, i) => i + 1) };
  }
  const { factor, unit } = scaleFor(times.at(-1)!, 's');
  return { title: `Time (${unit})`, x: times.map((seconds) => seconds / factor) };
}

/** Error over the output times, or channels. */
export function framesFigure(reports: Reports, colours: PlotColours): Figure {
  const all = [...reports].flatMap(([id, { frames }]) => (frames ? [{ id, frames }] : []));
  const titles = { x: framesAxis(all[0].frames).title, y: 'Relative L2 error (%)' };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  return {
    data: all.map(({ id, frames }) => ({
      name: id.toUpperCase(),
      x: framesAxis(frames).x,
      y: percent(frames.errors),
      connectgaps: false,
      hovertemplate: hover(id),
      ...marked(id, colours),
    })),
    layout: {
      ...layout,
      xaxis: { ...xaxis, hoverformat: '.3g' },
      yaxis: { ...yaxis, ...errorAxis(all.flatMap(({ frames }) => percent(frames.errors))) },
    },
    config,
  };
}

/** Energies below this share of the truth's (%) are rounding of 32-bit numbers, or as good as nothing. */
const LEAST_ENERGY = 1e-5;
/** Wavenumbers at which wavelengths are written. */
const TICKS = 6;

/** Wavelengths in points, which the axis names. */
const POINTS_DIGITS = 2;

/** Ticks at bins, so that one cycle per side and its multiples have one. */
function waveTicks(
  wavenumbers: readonly number[],
  { factor }: Scale,
  unit: ErrorReport['waves']['lengthUnit'],
) {
  const stride = Math.ceil((wavenumbers.length - 1) / TICKS);
  const text = (k: number) =>
    unit === 'm'
      ? `${formatPlain(k / factor)}<br>${formatLength(1 / k, unit)}`
      : `${formatPlain(k, POINTS_DIGITS)}<br>${formatPlain(1 / k, POINTS_DIGITS)}`;
  const ticks = wavenumbers.filter((_, bin) => bin > 0 && bin % stride === 0);
  return { tickvals: ticks.map((k) => k / factor), ticktext: ticks.map(text) };
}

/** Energy by wavenumber of the truth, the forecasts and their errors; the wavelength is the second reading. */
export function spectrumFigure(reports: Reports, colours: PlotColours): Figure {
  const all = [...reports].map(([id, { waves }]) => ({ id, waves }));
  const { wavenumbers, lengthUnit, energies } = all[0].waves;
  const largest = wavenumbers.at(-1)!;
  const scale = lengthUnit === 'm' ? wavenumberScale(largest) : { factor: 1, unit: '' };
  const titles = {
    x:
      lengthUnit === 'm'
        ? `Wavenumber (${scale.unit}) and wavelength`
        : `Wavenumber and wavelength (${unitName[lengthUnit]})`,
    y: 'Energy (% of the truth’s)',
  };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  // The mean has no wavelength.
  const x = wavenumbers.slice(1).map((k) => k / scale.factor);
  const y = (shares: readonly number[]) =>
    percent(shares.slice(1)).map((share) => (share >= LEAST_ENERGY ? share : NaN));
  const data: Data[] = [
    {
      x,
      y: y(energies.truth),
      name: 'truth',
      mode: 'lines',
      line: { color: colours.muted, width: 4 },
      opacity: 0.5,
      hovertemplate: '%{y:.2g} %<extra>truth</extra>',
    },
    ...all.flatMap(({ id, waves }): Data[] => [
      {
        x,
        y: y(waves.energies.forecast),
        name: `${id.toUpperCase()}, forecast`,
        mode: 'lines',
        line: { color: colours.networks[id], width: 1.5, dash: 'dash' },
        hovertemplate: `%{y:.2g} %<extra>${id.toUpperCase()}, forecast</extra>`,
      },
      {
        x,
        y: y(waves.energies.error),
        name: `${id.toUpperCase()}, error`,
        hovertemplate: `%{y:.2g} %<extra>${id.toUpperCase()}, error</extra>`,
        ...marked(id, colours, MOST_MARKS),
      },
    ]),
  ];
  const values = all.flatMap(({ waves }) => [
    ...y(waves.energies.truth),
    ...y(waves.energies.error),
  ]);
  return {
    data,
    layout: {
      ...layout,
      margin: { ...MARGIN, l: 56, b: 54 },
      xaxis: {
        ...xaxis,
        ...waveTicks(wavenumbers, scale, lengthUnit),
        range: [0, (largest / scale.factor) * 1.02],
        hoverformat: '.3g',
      },
      yaxis: { ...yaxis, ...errorAxis(values, 'log') },
    },
    config,
  };
}

/** Error of forecasts that are fed back, over the time that they reach. */
export function fedBackFigure(reports: Reports, colours: PlotColours): Figure {
  const all = [...reports].flatMap(([id, { fedBack }]) => (fedBack ? [{ id, fedBack }] : []));
  const [{ interval }] = all.map(({ fedBack }) => fedBack);
  const titles = { x: `Time k·T (s), T = ${formatPlain(interval)} s`, y: 'Relative L2 error (%)' };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  const longest = Math.max(...all.map(({ fedBack }) => fedBack.errors.length));
  return {
    data: all.map(({ id, fedBack: { errors } }) => ({
      name: id.toUpperCase(),
      x: errors.map((_, k) => (k + 1) * interval),
      y: percent(errors),
      text: errors.map((_, k) => `k = ${k + 1}`),
      hovertemplate: `%{text}: %{y:.3g} %<extra>${id.toUpperCase()}</extra>`,
      ...marked(id, colours),
    })),
    layout: {
      ...layout,
      xaxis: { ...xaxis, range: [0, (longest + 0.5) * interval], hoverformat: '.3g' },
      yaxis: {
        ...yaxis,
        ...errorAxis(
          all.flatMap(({ fedBack }) => percent(fedBack.errors)),
          'log',
        ),
      },
    },
    config,
  };
}
