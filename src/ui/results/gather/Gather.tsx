import { useMemo } from 'react';
import { longerSide } from '../../../engine/scene/domain.ts';
import type { Gather } from '../../../engine/scene/gather.ts';
import type { SceneRecording } from '../../../worker/protocol.ts';
import { SaveMenu } from '../../saving/SaveMenu.tsx';
import { formatPlain, withUnit } from '../../shared/numbers.ts';
import { formatCoordinate, formatDisplacement, type Scale } from '../../shared/units.ts';
import { Segmented } from '../../shared/Segmented.tsx';
import { Tip } from '../../shared/Tip.tsx';
import { clips, useGather, type GatherChoices } from './choices.ts';
import { gatherPictureItem } from './savedGather.ts';
import { GatherPlot } from './GatherPlot.tsx';
import { recordedGather } from './recorded.ts';
import { spreadsOf, type Spread } from './spread.ts';
import { axisOf, gatherView, type GatherView } from './view.ts';
import section from '../../shared/section.module.css';
import styles from './gather.module.css';

/** From so many receivers on, traces say more side by side. */
export const LEAST = 3;

const pictures = [
  { value: 'wiggle', label: 'Wiggles' },
  { value: 'density', label: 'Colours' },
] as const;

const sizes = [
  { value: 'common', label: 'As recorded' },
  { value: 'trace', label: 'By trace' },
  { value: 'agc', label: 'AGC' },
] as const;

/** The traces of one line, one arc or all single receivers, side by side. */
export function ShotGather({ recording }: { recording: SceneRecording }) {
  const choices = useGather();
  const gather = recordedGather(recording);
  const spreads = useMemo(
    () => spreadsOf(gather, recording.experiment.scene.receivers),
    [gather, recording],
  );
  const spread = spreads[Math.min(choices.spread, spreads.length - 1)];
  const view = useMemo(() => gatherView(gather, spread, choices), [gather, spread, choices]);
  return (
    <div data-testid="gather">
      <div className={section.head}>
        <h3 className={section.chartTitle}>
          <Tip text="The seismograms of a line, an arc or all single receivers side by side, time downwards. Short bars mark the first arrival of each trace. A click, or the arrow keys, choose the trace whose seismogram is drawn below.">
            Shot gather
          </Tip>
        </h3>
        <SaveMenu what="the shot gather" items={[gatherPictureItem(gather, view, choices)]} />
      </div>
      <Controls {...{ choices, spreads, spread }} hasSource={gather.source !== undefined} />
      <GatherPlot {...{ gather, view, choices, recording }} />
      <p className={section.note}>{scaleText(view, choices)}</p>
      <Reading
        gather={gather}
        trace={chosenTrace(gather, choices, spread)}
        time={view.time}
        size={longerSide(recording.experiment.scene)}
      />
    </div>
  );
}

/** The chosen trace, or the first one of the spread. */
const chosenTrace = ({ traces }: Gather, { trace }: GatherChoices, { members }: Spread) =>
  traces[members.includes(trace) ? trace : members[0]];

interface ControlsProps {
  choices: GatherChoices;
  spreads: readonly Spread[];
  spread: Spread;
  hasSource: boolean;
}

function Controls({ choices, spreads, spread, hasSource }: ControlsProps) {
  const { picture, gain, clip } = choices;
  return (
    <div className={styles.controls}>
      {spreads.length > 1 && (
        <select
          aria-label="Receivers of the shot gather"
          value={spreads.indexOf(spread)}
          onChange={({ target }) => {
            const at = Number(target.value);
            useGather.setState({ spread: at, axis: undefined, trace: spreads[at].members[0] });
          }}
        >
          {spreads.map(({ label }, i) => (
            <option key={label} value={i}>
              {label}
            </option>
          ))}
        </select>
      )}
      <Segmented
        label="Picture of the shot gather"
        options={pictures}
        value={picture}
        onChange={(next) => useGather.setState({ picture: next })}
      />
      <Segmented
        label="Size of the traces"
        options={sizes}
        value={gain}
        onChange={(next) => useGather.setState({ gain: next })}
      />
      {hasSource && (
        <select
          aria-label="Axis of the shot gather"
          value={axisOf(choices, spread)}
          onChange={({ target }) =>
            useGather.setState({ axis: target.value === 'offset' ? 'offset' : 'along' })
          }
        >
          <option value="offset">By offset</option>
          <option value="along">{alongWords[spread.kind]}</option>
        </select>
      )}
      <label className={styles.clip}>
        <span>Clip</span>
        <select
          value={clip}
          onChange={({ target }) =>
            useGather.setState({ clip: clips.find((one) => one === Number(target.value)) })
          }
        >
          {clips.map((one) => (
            <option key={one} value={one}>
              {`${one} %`}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

const alongWords = { point: 'By number', line: 'Along the line', arc: 'By angle' } as const;

/** What a swing at the clip, or the end of the colours, stands for. */
function scaleText({ clip }: GatherView, { picture, gain, clip: percent }: GatherChoices): string {
  const what = picture === 'wiggle' ? 'Full swing' : 'Ends of the colours';
  const share = percent < 100 ? `, the ${percent}th percentile of |u|` : ', the largest |u|';
  if (gain === 'common') return `${what}: ±${formatDisplacement(clip)}${share}.`;
  const unit =
    gain === 'trace'
      ? 'of the largest |u| of each trace'
      : 'times the root mean square of two periods';
  return `${what}: ±${formatPlain(clip)} ${unit}.`;
}

interface ReadingProps {
  gather: Gather;
  trace: Gather['traces'][number];
  /** Of the axis of time. */
  time: Scale;
  /** Of the domain (m). */
  size: number;
}

/** The numbers of the chosen trace, in the units of the axes. */
function Reading({ gather, trace, time, size }: ReadingProps) {
  const metres = (x: number) => formatCoordinate(x, size);
  const seconds = (t: number | undefined) =>
    t === undefined ? '–' : withUnit((t / time.factor).toPrecision(4), time.unit);
  const { name, x, y, offset, firstArrival, travelTime } = trace;
  const { source } = gather;
  const rows = [
    ['Trace', name],
    ['x, y', `${metres(x)}, ${metres(y)}`],
    ['Offset', offset === undefined ? '–' : metres(offset)],
    ['First arrival', seconds(firstArrival)],
    ['Travel time', seconds(travelTime)],
    ['Origin time', seconds(source?.origin)],
  ];
  return (
    <dl className={styles.reading} data-testid="gather-reading">
      {rows.map(([term, value]) => (
        <div key={term}>
          <dt>{help[term] ? <Tip text={help[term]}>{term}</Tip> : term}</dt>
          <dd translate="no">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const help: Readonly<Record<string, string>> = {
  'First arrival':
    'When u begins to move at the receiver, from t = 0: where |u| first reaches 2 % of its largest value the Akaike information criterion finds the beginning of the swing (Maeda 1985).',
  'Travel time':
    'First arrival minus the time at which the same picker finds the beginning of the wavelet at the source. In a homogeneous medium it is distance over speed within a few percent of a period. Only where one source makes the wave.',
  'Origin time':
    'When the source’s Ricker wavelet has its peak, from t = 0: 1.2 periods of the peak frequency unless a delay is set. Of pulses and plane waves it is 0, when they are at the source’s position.',
};
