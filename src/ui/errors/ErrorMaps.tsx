import { useEffect, useMemo, useRef, type CSSProperties } from 'react';
import type { ErrorReport } from '../../engine/evaluation/report.ts';
import type { NetworkId } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { originOf, taskOf } from '../../engine/tasks/index.ts';
import { useNetworkName } from '../networks/useNetworkName.ts';
import { TracePlot } from '../results/TracePlot.tsx';
import { chunk } from '../loading/chunk.ts';
import { save } from '../saving/saving.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import { formatPlain } from '../shared/numbers.ts';
import { observePixels } from '../shared/observe.ts';
import { formatDisplacement, scaleFor } from '../shared/units.ts';
import { Tip } from '../shared/Tip.tsx';
import { fitted, isWide, ratioOf, zoneRatio, type Shape } from '../stage/arrangement.ts';
import { colourTables } from '../stage/colours.ts';
import { largestOf, roundUp } from '../stage/comparison.ts';
import { Scale } from '../stage/Legend.tsx';
import { paintFrame, type Picture } from '../stage/paint.ts';
import { useTheme } from '../theme.ts';
import type { Reports } from './reports.ts';
import section from '../shared/section.module.css';
import styles from './errors.module.css';

const loadPicture = chunk('The part that makes pictures', () => import('./mapsPicture.ts'));

interface Colours {
  table: Picture['table'];
  low: number;
  high: number;
}

/** Where the map lies: in the zone, in a whole square, or on the grid of a file. */
function placeText(run: Experiment): string {
  const { simulated, fromFile } = originOf(run);
  const { x, y } = run.zone;
  const { factor, unit } = scaleFor(Math.max(x[1], y[1]), 'm');
  const span = ([low, high]: readonly number[]) =>
    `${formatPlain(low / factor)} to ${formatPlain(high / factor)} ${unit}`;
  if (taskOf(run).drivesSubmodel)
    return 'On the boundary of the zone, counter-clockwise from the lower left corner, over time.';
  if (simulated) return `In the zone: x to the right, ${span(x)}; y upwards, ${span(y)}.`;
  return `${fromFile ? 'On the grid of the file' : 'In the square of 1 m'}: x to the right, y upwards.`;
}

/** The mean absolute error at every point, in one scale for all networks. */
export function ErrorMaps({ reports, run }: { reports: Reports; run: Experiment }) {
  const theme = useTheme((state) => state.theme);
  const high = roundUp(Math.max(...[...reports.values()].map(({ map }) => largestOf(map.values))));
  const { error: table } = colourTables[theme];
  const colours = useMemo((): Colours => ({ table, low: 0, high }), [table, high]);
  const [[, { map }]] = reports;
  const traced = taskOf(run).drivesSubmodel === true;
  const format = map.unit === 'm' ? formatDisplacement : formatPlain;
  const saveMaps = () =>
    save('errors-map', 'errors-map', async () => {
      const { mapsPicture } = await loadPicture();
      const title = 'Mean |forecast − truth| over all test samples and output times';
      const maps = { reports, run, colours, most: format(high), title, place: placeText(run) };
      return [await mapsPicture(maps)];
    });
  const item = { key: 'errors-map', label: 'Picture (PNG)', ready: true, save: saveMaps };
  const over = traced ? 'all test samples' : 'all test samples and output times';
  return (
    <section className={section.section} aria-labelledby="maps-title" data-testid="error-maps">
      <div className={section.head}>
        <h2 id="maps-title">
          <Tip
            text={`Mean of |forecast − truth| over ${over}${map.unit ? '' : ', of the fields as scaled for training: 1 is a standard deviation of the training samples'}.`}
          >
            Map
          </Tip>
        </h2>
        {!traced && <SaveMenu what="the maps" items={[item]} />}
      </div>
      <p className={section.note}>{placeText(run)}</p>
      <div
        className={traced ? undefined : styles.maps}
        data-wide={isWide(mapRatio(run, map.shape)) || undefined}
      >
        {[...reports].map(([id, report]) =>
          traced ? (
            <TraceMap key={id} {...{ id, report, run, colours }} />
          ) : (
            <FieldMap key={id} {...{ id, report, run, colours }} />
          ),
        )}
      </div>
      <div className={styles.scale}>
        <Scale
          table={table}
          name="Mean |error|"
          help="One scale for all networks, from zero to the largest value of any of them."
          ticks={['0', format(high)]}
        />
      </div>
    </section>
  );
}

interface MapProps {
  id: NetworkId;
  report: ErrorReport;
  colours: Colours;
}

const labelOf = (id: NetworkId, { map }: ErrorReport, name: string): string => {
  const format = map.unit === 'm' ? formatDisplacement : formatPlain;
  return `Map of the mean absolute error of network ${id.toUpperCase()}, ${name}: at most ${format(largestOf(map.values))}`;
};

/** Width by height. */
const mapRatio = (run: Experiment, shape: Shape): number => zoneRatio(run) ?? ratioOf(shape);

function FieldMap({ id, report, run, colours }: MapProps & { run: Experiment }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const name = useNetworkName(id);
  const ratio = mapRatio(run, report.map.shape);
  useEffect(() => {
    const { current: element } = canvas;
    if (!element) return undefined;
    const { values, shape } = report.map;
    const picture = { values, shape, ...colours };
    return observePixels(element, (pixels) => {
      const { width, height } = fitted(pixels, ratio);
      element.width = width;
      element.height = height;
      paintFrame(element, picture, 0);
    });
  }, [report, ratio, colours]);
  return (
    <figure className={`${styles.map} network-${id}`}>
      <figcaption translate="no">{`${id.toUpperCase()} · ${name}`}</figcaption>
      <div className={styles.field} style={{ '--ratio': ratio } as CSSProperties}>
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- painted here, not an image file */}
        <canvas ref={canvas} role="img" aria-label={labelOf(id, report, name)} />
      </div>
    </figure>
  );
}

function TraceMap({ id, report, run, colours }: MapProps & { run: Experiment }) {
  const name = useNetworkName(id);
  const { values, shape } = report.map;
  const picture = useMemo(
    () => ({ values, points: shape[1], ...colours }),
    [values, shape, colours],
  );
  return (
    <TracePlot
      testId={`error-map-${id}`}
      network={id}
      title={`${id.toUpperCase()} · ${name}`}
      label={labelOf(id, report, name)}
      zone={run.zone}
      duration={run.scene.duration}
      picture={picture}
      axis
    />
  );
}
