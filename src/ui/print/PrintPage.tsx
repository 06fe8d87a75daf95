import { useLayoutEffect, useRef, useState } from 'react';
import packageJson from '../../../package.json';
import { closestPreset } from '../../engine/export/shortestLink.ts';
import { Chart } from '../chart/Chart.tsx';
import type { Scale } from '../chart/chartScale.ts';
import { Headline } from '../headline/Headline.tsx';
import { Coverable } from '../lessons/Coverable.tsx';
import { samplesPhrase } from '../lab/samplesOn.ts';
import { NetworkLegend } from '../networks/NetworkLegend.tsx';
import { comparedExperiment, useNetworkIds } from '../networks/useNetworkIds.ts';
import { Shown } from '../page/Shown.tsx';
import { useCurves } from '../results/Curves.tsx';
import { currentProvenance } from '../saving/provenance.ts';
import { QrCode } from '../share/QrCode.tsx';
import { formatMoment } from '../shared/numbers.ts';
import { momentOf } from '../stage/describe.ts';
import { createDrawing } from '../stage/picture/canvas.ts';
import { paintStage } from '../stage/picture/paintStage.ts';
import { sceneNow } from '../stage/picture/scene.ts';
import { useLab } from '../state.ts';
import { useTheme } from '../theme.ts';
import { shortNames } from '../topbar/backendNames.ts';
import { PrintTable } from './PrintTable.tsx';
import { changedSettings } from './settings.ts';
import styles from './PrintPage.module.css';

/** Settings that there is room for. */
const MOST_SETTINGS = 24;
/** Pixels of the frames per pixel of their layout: 200 to the inch and more. */
const SCALE = 2.5;

/** The size of the curves, as the style sheet has it (px, 96 to the inch), and of their letters. */
const CHART: Scale = { rem: 12, width: 310, height: 200 };

/** One page of an experiment. It is always there and shown on paper alone: charts are drawn into what is there. */
export function PrintPage() {
  const printing = useTheme((state) => state.printing);
  const compared = useLab(comparedExperiment);
  return (
    <section
      className={styles.page}
      data-part="printed"
      data-testid="print-page"
      aria-label="Printed page"
    >
      {printing && (
        <>
          <Head printing={printing} />
          <Settings />
          <Frames />
          <Shown name="verdict">
            <Coverable by={['verdict']}>
              <Headline />
            </Coverable>
          </Shown>
        </>
      )}
      <div className={styles.results}>
        <Coverable by={['errors', 'curves']}>
          <Curves />
        </Coverable>
        {printing && (
          <Shown name="numbers">
            <Coverable by={['errors', 'counts']}>
              <PrintTable compared={compared} />
            </Coverable>
          </Shown>
        )}
      </div>
    </section>
  );
}

function Head({ printing }: { printing: Date }) {
  const backend = useLab((state) => state.backend);
  const samples = useLab(({ run, samples: { madeOn } }) => run && samplesPhrase(madeOn));
  const { title, networks, link } = currentProvenance();
  const fma = backend?.fused ? ' with FMA' : '';
  const by = backend ? `, computed by ${shortNames[backend.name]}${fma}` : '';
  const made = samples === undefined ? '' : `, ${samples}`;
  return (
    <header className={styles.head}>
      <div className={styles.code}>
        <QrCode link={link} />
      </div>
      <h1>{`Slimwave: ${title}`}</h1>
      <p>{networks}</p>
      <p>{`Version ${packageJson.version}, ${formatMoment(printing.getTime())}${by}${made}`}</p>
      <p className={styles.link}>{link}</p>
    </header>
  );
}

function Settings() {
  const experiment = useLab(comparedExperiment);
  const { preset } = closestPreset(experiment);
  const all = changedSettings(experiment, preset);
  const more = all.length - MOST_SETTINGS;
  if (all.length === 0) {
    return (
      <p className={styles.settings}>{`All settings are those of the preset ${preset.title}.`}</p>
    );
  }
  return (
    <dl className={styles.settings} aria-label="Settings that differ from the preset">
      {all.slice(0, MOST_SETTINGS).map(({ title, value, usual }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{`${value} (preset: ${usual})`}</dd>
        </div>
      ))}
      {more > 0 && (
        <div>
          <dt>{`${more} more`}</dt>
          <dd>The link has all of them.</dd>
        </div>
      )}
    </dl>
  );
}

/** Truth, forecasts and errors at the first time with a wave in the zone. */
function Frames() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [moment, setMoment] = useState('');
  // Before the browser takes the page: paper waits for nothing.
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const scene = sceneNow({ title: '', verdict: '', link: '' }, SCALE, 'light');
    const { content, layout } = scene;
    const drawing = createDrawing(SCALE * layout.width, SCALE * layout.height);
    paintStage(drawing.context, scene, content.telling);
    // What is drawn here directly is drawn anew for the printer, which does not smooth the fields.
    context.canvas.width = drawing.canvas.width;
    context.canvas.height = drawing.canvas.height;
    context.drawImage(drawing.canvas, 0, 0);
    setMoment(
      [content.sample, momentOf(content.telling, content.clock)].filter(Boolean).join(', '),
    );
  }, []);
  return (
    <figure className={styles.frames}>
      <canvas ref={canvas} />
      <figcaption>{moment}</figcaption>
    </figure>
  );
}

function Curves() {
  const { figure, label, empty } = useCurves();
  const ids = useNetworkIds();
  // The chart stays where it is: it is drawn when the page is printed.
  return (
    <figure className={styles.curves} hidden={empty}>
      <NetworkLegend ids={ids} />
      <div className={styles.chart}>
        <Chart figure={figure} label={label} empty={empty} onPaper={CHART} />
      </div>
    </figure>
  );
}
