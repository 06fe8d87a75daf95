/** What the stage shows, taken down at once: what a picture or clip of it is drawn from. */
import { idsOf, type NetworkId } from '../../../engine/experiment/network.ts';
import type { Experiment } from '../../../engine/experiment/schema.ts';
import { experimentAt } from '../../../engine/experiment/parameters.ts';
import { originOf, taskOf } from '../../../engine/tasks/index.ts';
import { COVERED } from '../../lessons/cover.ts';
import { drawnField } from '../../lab/ownRecording.ts';
import { networkName } from '../../networks/networkName.ts';
import { comparedExperiment } from '../../networks/useNetworkIds.ts';
import { formatMs, formatPercent } from '../../shared/numbers.ts';
import type { LabState } from '../../state.ts';
import type { Theme } from '../../theme.ts';
import { colourTables } from '../colours.ts';
import { arrangement, domainRatio, stageRatio, standsAlone } from '../arrangement.ts';
import { isTraced, zoneOf, type StageData } from '../comparison.ts';
import { framesOf } from '../current.ts';
import type { Clock } from '../describe.ts';
import { emptyText, truthMissing } from '../emptyText.ts';
import { inputChannels } from '../inputChannels.ts';
import { loopStart, waveFrame } from '../loop.ts';
import type { Picture } from '../paint.ts';
import { longerSide } from '../../../engine/scene/domain.ts';
import { formatCoordinate, formatIn } from '../../shared/units.ts';
import { errorPicture, fieldPicture, squarePicture } from '../pictures.ts';
import { scalesOf, type ScaleContent } from './scales.ts';

export interface PanelContent {
  title: string;
  /** Name of the network. */
  name?: string;
  /** A number at the end of the title line. */
  figure?: string;
  network?: NetworkId;
  picture?: Picture;
  /** Frames of the stage before the picture's first one. */
  skipped: number;
  /** What stands in place of a picture. */
  empty?: string;
  /** What stands over it. */
  mark?: string;
  /** What is drawn over it: all that is in the square, or in the zone. */
  over?: 'square' | 'zone';
  /** In columns and rows of panels; a panel over several columns takes as many rows, unless it says otherwise. */
  column: number;
  row: number;
  span: number;
  rows?: number;
  /** Width by height of a frame that has a row of its own above all others. */
  banner?: number;
}

export interface StageContent {
  panels: PanelContent[];
  /** Of their frames: width by height. */
  aspect: number;
  scales: ScaleContent[];
  clock: Clock;
  /** The frame with which the loop of the stage begins. */
  loop: number;
  /** The first one with a wave in the zone. */
  telling: number;
  /** Which sample this is. */
  sample: string;
  /** Every free parameter has its value. */
  current: Experiment;
  shown: Experiment;
  /** Of the source (m). */
  source: { x: number; y: number };
  mesh: NonNullable<LabState['recording']>['mesh'] | undefined;
}

interface Sources {
  state: LabState;
  data: StageData;
  theme: Theme;
  /** Whether errors are left out, as a link may ask. */
  numberless: boolean;
  /** Whether a lesson covers errors until its reader has guessed. */
  covered: boolean;
}

type Unplaced = Omit<PanelContent, 'column' | 'row' | 'span' | 'rows' | 'banner'>;

function squarePanel({ state, data, theme }: Sources): Unplaced {
  const { recording, issues, stageProblem, shown } = state;
  const { unit, words, simulated } = originOf(shown);
  const picture = recording && squarePicture(recording, unit, { theme, range: data.fieldRange });
  const missing = recording
    ? 'Each sample begins with numbers, not with a field.'
    : (issues[0]?.message ?? stageProblem ?? 'The wave is being simulated…');
  return {
    title: words.square.title,
    picture,
    skipped: 0,
    empty: picture ? undefined : missing,
    over: simulated && picture ? 'square' : undefined,
  };
}

/** Panels of what happens in the zone have the zone's outlines over them. */
const overZone = ({ recording }: LabState): 'zone' | undefined =>
  recording && originOf(recording.experiment).simulated ? 'zone' : undefined;

function truthPanel({ state, data, theme }: Sources): Unplaced {
  const { recording, shown } = state;
  const range = data.fieldRange;
  const picture =
    recording &&
    fieldPicture(
      {
        values: drawnField(recording, recording.zone),
        frames: recording.times.length,
        experiment: recording.experiment,
      },
      { theme, range },
    );
  return {
    title: taskOf(shown).words.truth.title,
    picture,
    skipped: recording?.skipped ?? 0,
    empty: recording ? undefined : truthMissing(shown),
    over: overZone(state),
  };
}

/** What is in both panels of a network. */
const panelOf = ({ state }: Sources, id: NetworkId) => ({
  name: networkName(comparedExperiment(state), id),
  network: id,
  skipped: state.recording?.skipped ?? 0,
  over: overZone(state),
});

function forecastPanel(sources: Sources, id: NetworkId): Unplaced {
  const { state, data, theme } = sources;
  const { recording, run, shown, networks } = state;
  const { forecast, inside, earlier } = networks[id];
  const traced = isTraced(shown);
  const empty = emptyText(state, id, 'the forecast');
  const field = empty === undefined ? zoneOf(networks[id], traced)?.field : undefined;
  const drawn = field && recording ? drawnField(recording, field) : field;
  const milliseconds = (forecast?.milliseconds ?? 0) + (traced ? (inside?.milliseconds ?? 0) : 0);
  const shades = { theme, range: data.fieldRange };
  const forecastOf = run ?? shown;
  return {
    ...panelOf(sources, id),
    title: `Forecast ${id.toUpperCase()}`,
    figure: field && formatMs(milliseconds),
    picture:
      drawn &&
      fieldPicture({ values: drawn, frames: framesOf(forecastOf), experiment: forecastOf }, shades),
    empty,
    mark: earlier && 'trained earlier',
  };
}

function errorPanel(sources: Sources, id: NetworkId): Unplaced {
  const { state, data, theme, numberless, covered } = sources;
  const empty = emptyText(state, id, 'the error') ?? (covered ? COVERED : undefined);
  const comparison = empty === undefined ? data.networks[id] : undefined;
  const { recording } = state;
  const shades = { theme, range: data.errorRange };
  return {
    ...panelOf(sources, id),
    title: `Error ${id.toUpperCase()}`,
    figure: comparison && !numberless ? formatPercent(comparison.relativeL2) : undefined,
    picture:
      comparison &&
      recording &&
      errorPicture(
        comparison,
        { frames: recording.times.length, experiment: recording.experiment },
        shades,
      ),
    empty: state.networks[id].status === 'failed' ? 'No error to show: the network failed.' : empty,
  };
}

function inputPanels({ state, data, theme }: Sources): Unplaced[] {
  return inputChannels(state.recording, colourTables[theme], data.fieldRange).map(
    ({ title, ...picture }) => ({ title, picture, skipped: 0 }),
  );
}

/** As on the page; with the square enlarged only it and the truth. */
function placed(sources: Sources): Pick<StageContent, 'panels' | 'aspect'> {
  const { state } = sources;
  const large = state.squareLarge;
  const [square, truth] = [squarePanel(sources), truthPanel(sources)];
  const inputs = inputPanels(sources);
  const ids = idsOf(comparedExperiment(state));
  const domain = domainRatio(state.shown);
  const ratio = (large ? domain : undefined) ?? stageRatio(state.shown);
  const { aspect, columns, rows, byRows } = arrangement(ratio, {
    inputs: inputs.length,
    networks: ids.length,
    large,
  });
  if (large && !byRows) {
    const panels = [
      { ...square, column: 0, row: 0, span: 2 },
      { ...truth, column: 2, row: 0, span: 1 },
    ];
    return { panels, aspect };
  }
  // An odd number of inputs leaves the place beside the last one free.
  const free = rows > 1 && inputs.length % 2 === 1 ? [undefined] : [];
  const networks = () => ids.flatMap((id) => [forecastPanel(sources, id), errorPanel(sources, id)]);
  const alone = large ? undefined : standsAlone(domain);
  if (alone) return { panels: besideDomain(alone, sources, domain!), aspect };
  const all = [square, truth, ...(large ? [] : [...inputs, ...free, ...networks()])];
  const panels = all.flatMap((panel, i) => {
    const [column, row] = byRows
      ? [i % columns, Math.floor(i / columns)]
      : [Math.floor(i / rows), i % rows];
    return panel ? [{ ...panel, column, row, span: 1 }] : [];
  });
  return { panels, aspect };
}

/** A wide domain above the panels of the zone, a high one at their left; truth, then forecasts above errors. */
function besideDomain(
  alone: 'wide' | 'high',
  sources: Sources,
  domain: number,
): StageContent['panels'] {
  const ids = idsOf(comparedExperiment(sources.state));
  const first = alone === 'wide' ? 0 : 1;
  const own =
    alone === 'wide'
      ? { column: 0, row: 0, span: 1 + ids.length, rows: 0, banner: domain }
      : { column: 0, row: 0, span: 1, rows: 2 };
  return [
    { ...squarePanel(sources), ...own },
    { ...truthPanel(sources), column: first, row: 0, span: 1 },
    ...ids.flatMap((id, i) => {
      const column = first + 1 + i;
      return [
        { ...forecastPanel(sources, id), column, row: 0, span: 1 },
        { ...errorPanel(sources, id), column, row: 1, span: 1 },
      ];
    }),
  ];
}

/** Which sample the pictures are of; a link does not say it. */
function sampleText({ sample, parameters, shown, experiment }: LabState): string {
  if (sample !== undefined) return `Test sample ${sample + 1} of ${experiment.data.test}`;
  if (!originOf(shown).simulated) return '';
  const { x, y, frequency } = parameters;
  const place = (at: number) => formatCoordinate(at, longerSide(shown.scene));
  return `Source at x = ${place(x)}, y = ${place(y)}, ${formatIn(frequency, 'Hz')}`;
}

export function stageContent(sources: Sources): StageContent {
  const { state } = sources;
  const { recording, shown, parameters, meshShown } = state;
  const { timed, unit } = originOf(shown);
  return {
    ...placed(sources),
    scales: scalesOf(sources),
    clock: {
      interval: recording?.interval ?? 0,
      frames: recording ? recording.skipped + recording.times.length : 1,
      timed,
      unit,
    },
    loop: recording ? loopStart(recording, false) : 0,
    telling: recording ? recording.skipped + waveFrame(recording) : 0,
    sample: sampleText(state),
    current: experimentAt(shown, parameters),
    shown,
    source: parameters,
    mesh: meshShown ? recording?.mesh : undefined,
  };
}
