import { useCallback } from 'react';
import type { ErrorReport } from '../../engine/evaluation/report.ts';
import { Chart } from '../chart/Chart.tsx';
import type { PlotColours } from '../chart/plot.ts';
import { NetworkHeads } from '../networks/NetworkHeads.tsx';
import { NetworkLegend } from '../networks/NetworkLegend.tsx';
import { countOf, formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { spectrumFigure } from './figures.ts';
import { formatLength, unitName } from './lengths.ts';
import type { Reports } from './reports.ts';
import { chartItems, tableItems } from '../saving/savedChart.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import section from '../shared/section.module.css';
import table from '../shared/table.module.css';
import styles from './errors.module.css';

/** Columns of networks that have room at the usual size of numbers. */
const FEW = 3;

/** The three bands with their wavelengths. */
function bandNames({ limits: [long, short], lengthUnit }: ErrorReport['waves']) {
  const [upper, lower] = [formatLength(long, lengthUnit), formatLength(short, lengthUnit)];
  return [
    { name: 'Long', waves: `from ${upper}` },
    { name: 'Middle', waves: `from ${lower}` },
    { name: 'Short', waves: `below ${lower}` },
  ];
}

const limitsFrom = {
  source:
    'the middle band holds the waves of the source in the background medium, half an octave wider on both sides',
  grid: 'the three bands are equally wide on a logarithmic scale, from the longest to the shortest wave of the grid',
} as const;

/** What lengths of own data are in. */
const units: Readonly<Record<ErrorReport['waves']['lengthUnit'], string>> = {
  m: '',
  file: ' Units are those of the coordinates in the file.',
  points: ' Wavelengths are in distances of two neighbouring points.',
};

/** How much of the waves of each length the forecasts get right. */
export function ByWavelength({ reports }: { reports: Reports }) {
  const [[, { waves, samples }]] = reports;
  const figure = useCallback((colours: PlotColours) => spectrumFigure(reports, colours), [reports]);
  const described = [...reports].map(
    ([id, { waves: own }]) =>
      `network ${id.toUpperCase()}: ${own.bands.map(({ error }) => formatPercent(error)).join(', ')}`,
  );
  return (
    <section className={section.section} aria-labelledby="waves-title" data-testid="by-wavelength">
      <div className={section.head}>
        <h2 id="waves-title">
          <Tip
            text={`Every frame is taken apart into cosine waves (along a closed boundary, into its Fourier series) that continue evenly beyond the sides. No window is applied and no mean is taken off, so that the energies add up to the mean square exactly. The limits: ${limitsFrom[waves.from]}.${units[waves.lengthUnit]}`}
          >
            By wavelength
          </Tip>
        </h2>
        <SaveMenu
          what="the errors by wavelength"
          items={tableItems('errors-by-wavelength', () => bandRows(reports))}
        />
      </div>
      <table
        className={reports.size > FEW ? `${table.numbers} ${table.layers}` : table.numbers}
        aria-label="Errors by wavelength"
      >
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Waves</span>
            </th>
            <th scope="col">
              <Tip text="Share of the truth’s energy (its mean square) that is in waves of this length.">
                Truth
              </Tip>
            </th>
            <NetworkHeads ids={[...reports.keys()]} />
          </tr>
        </thead>
        <tbody>
          {bandNames(waves).map(({ name, waves: lengths }, band) => (
            <tr key={name}>
              <th scope="row">
                <span>{name}</span>
                <span className={styles.remark}>{lengths}</span>
              </th>
              <td translate="no">{formatPercent(waves.bands[band].share)}</td>
              {[...reports].map(([id, { waves: own }]) => (
                <BandError key={id} bands={own.bands} band={band} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={section.note}>
        <Tip text="√(energy of the error/energy of the truth) of the waves of this length, over all frames of all test samples; below it the share of the network’s whole error energy that they have.">
          Relative error, and share of the error
        </Tip>
        {waves.samples < samples.length && (
          <span>{` (the first ${countOf(waves.samples, 'test sample')}: on this grid more would take too long)`}</span>
        )}
      </p>
      <div className={section.head}>
        <h3 className={section.chartTitle}>
          <Tip text="Energy per bin of wavenumbers, relative to the energy of the truth in all bins. The bins are as wide as one wave along the side with the most points (of equal ones, the shorter side); the mean is left out. Where an error is as high as the truth, the forecast knows nothing of these waves.">
            Spectrum
          </Tip>
        </h3>
        <SaveMenu
          what="the spectrum"
          items={chartItems({ file: 'spectrum', title: 'Spectrum', figure })}
        />
      </div>
      <NetworkLegend ids={[...reports.keys()]}>
        <li>marked: error, dashed: forecast, thick: truth</li>
      </NetworkLegend>
      <div className={`${styles.chart} ${styles.tall}`}>
        <Chart
          figure={figure}
          label={`Spectrum of truth, forecasts and errors. Errors of long, middle and short waves: ${described.join('; ')}.`}
          lazy
        />
      </div>
    </section>
  );
}

/** The table in numbers: fractions, and wavelengths where the bands begin and end. */
function bandRows(reports: Reports) {
  const [[, { waves }]] = reports;
  const [upper, lower] = waves.limits;
  const unit = unitName[waves.lengthUnit];
  const ends = [
    [upper, undefined],
    [lower, upper],
    [undefined, lower],
  ];
  return bandNames(waves).map(({ name }, band) => ({
    waves: name,
    [`from (${unit})`]: ends[band][0],
    [`to (${unit})`]: ends[band][1],
    'share of the energy of the truth (fraction)': waves.bands[band].share,
    ...Object.fromEntries(
      [...reports].map(([id, { waves: own }]) => [
        `relative error of ${id.toUpperCase()} (fraction)`,
        own.bands[band].error,
      ]),
    ),
  }));
}

function BandError({ bands, band }: { bands: ErrorReport['waves']['bands']; band: number }) {
  const energies = bands.map(({ share, error }) => (share > 0 ? share * error ** 2 : 0));
  const total = energies.reduce((sum, energy) => sum + energy, 0);
  return (
    <td translate="no">
      <span>{formatPercent(bands[band].error)}</span>
      <span className={styles.remark}>{formatPercent(energies[band] / total)}</span>
    </td>
  );
}
