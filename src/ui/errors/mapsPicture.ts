/** The maps of the errors as a picture. Loaded when one is saved. */
import type { Experiment } from '../../engine/experiment/schema.ts';
import type { ExportFile } from '../../engine/export/files.ts';
import { networkName } from '../networks/networkName.ts';
import { currentProvenance } from '../saving/provenance.ts';
import { arrangement, ratioOf, zoneRatio } from '../stage/arrangement.ts';
import type { Picture } from '../stage/paint.ts';
import type { PanelContent } from '../stage/picture/content.ts';
import { PICTURE_SCALE, pngFile } from '../stage/picture/pngFile.ts';
import { sceneOf } from '../stage/picture/scene.ts';
import { useTheme } from '../theme.ts';
import type { Reports } from './reports.ts';

interface Maps {
  reports: Reports;
  run: Experiment;
  colours: Pick<Picture, 'table' | 'low' | 'high'>;
  /** At the end of the scale. */
  most: string;
  /** What the maps are of, and where. */
  title: string;
  place: string;
}

/** Of networks that forecast the zone or a square, side by side in one scale. */
export function mapsPicture({
  reports,
  run,
  colours,
  most,
  title,
  place,
}: Maps): Promise<ExportFile> {
  const provenance = currentProvenance();
  const [[, { map: first }]] = reports;
  const ratio = zoneRatio(run) ?? ratioOf(first.shape);
  const { aspect, byRows } = arrangement(ratio, {
    inputs: 0,
    networks: reports.size,
    large: false,
  });
  const panels = [...reports].map(([id, { map }], i): PanelContent => ({
    title: `Mean error ${id.toUpperCase()}`,
    name: networkName(run, id),
    network: id,
    picture: { values: map.values, shape: map.shape, ratio, ...colours },
    skipped: 0,
    column: byRows ? 0 : i,
    row: byRows ? i : 0,
    span: 1,
  }));
  const content = {
    panels,
    aspect,
    scales: [{ name: 'Mean |error|', table: colours.table, ticks: ['0', most] }],
    clock: { interval: 0, frames: 1, timed: false },
    loop: 0,
    telling: 0,
    sample: place,
    current: run,
    shown: run,
    source: { x: 0, y: 0 },
    mesh: undefined,
  };
  const words = { title, verdict: '', link: provenance.link, lines: [] };
  const scene = sceneOf(content, words, PICTURE_SCALE, useTheme.getState().theme);
  return pngFile(scene, 0, {
    provenance,
    what: 'errors-map',
    title: `${title}. ${provenance.networks}`,
  });
}
