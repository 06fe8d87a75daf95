/** What every saved file bears: the experiment that it is of, in its name and as a link inside. */
import { closestPreset } from '../../engine/export/shortestLink.ts';
import { textFile, type ExportFile } from '../../engine/export/files.ts';
import { crc32 } from '../../engine/files/crc32.ts';
import { toCsv, withLink, type Row } from '../../engine/files/table.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { idsOf, isLoaded, specOf, type NetworkId } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { encodeLink } from '../../engine/opening/link.ts';
import { networkName, rankText } from '../networks/networkName.ts';
import { comparedExperiment } from '../networks/useNetworkIds.ts';
import { titleOf } from '../shared/experimentTitle.ts';
import { useLab } from '../state.ts';

export interface Provenance {
  /** The address that opens the experiment. */
  link: string;
  /** What file names begin with, such as `slimwave-quick-classical-vs-layer-cp-29pct`. */
  stem: string;
  /** Such as `Quick look`, or `Own data, 3 × 64 × 48`. */
  title: string;
  /** Such as `A: Classical. B: Layer CP, 29%.` */
  networks: string;
}

/** More than this many characters of networks' names make a file name that nobody reads. */
const LONGEST = 64;

function slugOf(experiment: Experiment, id: NetworkId): string {
  const spec = specOf(experiment, id);
  const rank = rankText(spec).replace('%', 'pct');
  const parts = [
    spec.width === 'full' ? '' : 'matched',
    spec.format,
    rank && (rank.endsWith('pct') ? rank : `r${rank}`),
    spec.route === 'after' ? 'after' : '',
    isLoaded(spec) ? 'loaded' : '',
  ];
  return parts
    .filter(Boolean)
    .join('-')
    .replaceAll(/[^\w.-]+/g, '-');
}

/** Settings that differ from the preset have a digest of their link, so that no two experiments share a name. */
function stemOf(experiment: Experiment): string {
  const ids = idsOf(experiment);
  const { preset, link } = closestPreset(experiment);
  const named = ids.map((id) => slugOf(experiment, id)).join('-vs-');
  const networks = named.length > LONGEST ? `${ids.length}-networks` : named;
  const digest = crc32(new TextEncoder().encode(link)).toString(16).padStart(8, '0').slice(0, 4);
  const changed = link !== encodeLink(preset.experiment, preset);
  const parts = [
    'slimwave',
    originOf(experiment).fromFile ? 'own-data' : preset.id,
    networks,
    changed ? digest : '',
  ];
  return parts.filter(Boolean).join('-');
}

/** `page` is the address of the page; what it has after a # does not matter. */
export function provenanceOf(experiment: Experiment, page: string): Provenance {
  const { preset, link } = closestPreset(experiment);
  return {
    link: `${page.replace(/#.*/s, '')}${link}`,
    stem: stemOf(experiment),
    title: titleOf({ preset, experiment }),
    networks: idsOf(experiment)
      .map((id) => `${id.toUpperCase()}: ${networkName(experiment, id)}.`)
      .join(' '),
  };
}

/** Of what the page compares now, the run if there is one and otherwise the settings; or of another experiment. */
export const currentProvenance = (
  experiment: Experiment = comparedExperiment(useLab.getState()),
): Provenance => provenanceOf(experiment, window.location.href);

/** Such as `slimwave-quick-classical-vs-layer-cp-29pct-stage.png`. */
export const fileName = ({ stem }: Provenance, what: string, ending: string): string =>
  `${stem}-${what}.${ending}`;

/** A table whose last column has the experiment's link. Throws, with a sentence, if it has no rows. */
export const linkedTable = (
  provenance: Provenance,
  what: string,
  rows: readonly Row[],
): ExportFile => {
  if (rows.length === 0) throw new Error('The table has no rows yet. Train, then save it.');
  return textFile(fileName(provenance, what, 'csv'), toCsv(withLink(rows, provenance.link)));
};
