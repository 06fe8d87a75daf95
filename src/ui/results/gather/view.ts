/** From a gather and the choices of the page to a picture with axes. */
import { clipAt, withGain } from '../../../engine/reading/gain.ts';
import type { Gather } from '../../../engine/scene/gather.ts';
import type { PlotColours } from '../../chart/plot.ts';
import { colourTables } from '../../stage/colours.ts';
import { scaleFor, type Scale } from '../../shared/units.ts';
import type { GatherChoices } from './choices.ts';
import type { GatherPicture } from './paintGather.ts';
import { placed, type Axis, type Placed, type Spread } from './spread.ts';

/** The window of automatic gain control, in periods of the source. */
const CONTROL_PERIODS = 2;
/** Without a frequency, as a share of the record. */
const CONTROL_SHARE = 0.15;

export interface GatherView extends Placed {
  spread: Spread;
  axis: Axis;
  /** End of the record (s). */
  end: number;
  /** Of the axis of time. */
  time: Scale;
  traces: readonly Float32Array[];
  /** The value at which colours and wiggles end: in metres where the traces are as recorded. */
  clip: number;
}

export const axisOf = ({ axis }: GatherChoices, { kind }: Spread): Axis =>
  axis ?? (kind === 'point' ? 'offset' : 'along');

export function gatherView(gather: Gather, spread: Spread, choices: GatherChoices): GatherView {
  const axis = axisOf(choices, spread);
  const recorded = spread.members.map((member) => gather.traces[member].u);
  const length = recorded[0].length;
  const { frequency } = gather.source ?? {};
  const window = frequency ? CONTROL_PERIODS / (frequency * gather.dt) : CONTROL_SHARE * length;
  const end = (length - 1) * gather.dt;
  const traces = withGain(recorded, choices.gain, window);
  return {
    ...placed(gather, spread, axis),
    spread,
    axis,
    end,
    time: scaleFor(end, 's'),
    traces,
    clip: clipAt(traces, choices.clip),
  };
}

/** Place of a coordinate between the ends of the axis, from 0 to 1. */
export const shareOf = (at: number, [low, high]: Placed['range']): number =>
  (at - low) / (high - low);

export const pictureOf = (
  gather: Gather,
  { at, range, spread, end, traces, clip }: GatherView,
  { picture }: GatherChoices,
  colours: PlotColours,
): Omit<GatherPicture, 'ratio'> => ({
  kind: picture,
  traces,
  places: at.map((place) => shareOf(place, range)),
  arrivals: spread.members.map((member) => {
    const { firstArrival } = gather.traces[member];
    return firstArrival === undefined ? undefined : firstArrival / end;
  }),
  clip,
  table: colourTables[colours.theme].field,
  ink: colours.ink,
  mark: colours.receivers[2],
  halo: colours.surface,
});
