import { useCallback, useEffect, useRef } from 'react';
import { useActions } from '../lab/context.ts';
import { Tip } from '../shared/Tip.tsx';
import { useOrigin } from '../stage/current.ts';
import { onFrame } from '../stage/player.ts';
import { useLab } from '../state.ts';
import type { SceneRecording } from '../../worker/protocol.ts';
import { Chart } from '../chart/Chart.tsx';
import { MARGIN, type PlotColours } from '../chart/plot.ts';
import {
  drawnReceivers,
  endOf,
  energyFigure,
  receiverCount,
  seismogramFigure,
} from './wavePlots.ts';
import { figureRows } from '../chart/figureRows.ts';
import { chartItems, coloursNow } from '../saving/savedChart.ts';
import { useGather } from './gather/choices.ts';
import { LEAST, ShotGather } from './gather/Gather.tsx';
import { recordedGather } from './gather/recorded.ts';
import { gatherItems } from './gather/savedGather.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import section from '../shared/section.module.css';
import { countOf } from '../shared/numbers.ts';
import { amplitudeScale } from '../shared/units.ts';
import styles from './Wave.module.css';

/** The wave on the stage over time: at the receivers, and as a whole. */
export function Wave() {
  // Only scenes have receivers, and a finite element model whose energy is known.
  return useOrigin().simulated ? <SceneWave /> : null;
}

function SceneWave() {
  const { scene } = useActions();
  const recording = useLab((state) => state.recording);
  const receivers = useLab((state) => state.shown.scene.receivers.length);
  const chosen = useGather((state) => state.trace);
  const count = recording ? receiverCount(recording) : 0;
  return (
    <section className={section.section} aria-labelledby="wave-title" data-testid="wave">
      <h2 id="wave-title">Wave</h2>
      {recording && count >= LEAST && <ShotGather recording={recording} />}
      <div className={section.head}>
        <h3 className={section.chartTitle}>
          <Tip text="u at the receivers at every time step of the finite element model, interpolated between the nodes of its mesh. The small bars mark first arrivals.">
            Seismograms
          </Tip>
          {recording && <ReceiverLegend shown={drawnReceivers(recording, chosen)} />}
        </h3>
        {recording && receivers > 0 && (
          <SaveMenu what="the seismograms" items={waveItems.seismograms(recording, chosen)} />
        )}
      </div>
      {receivers === 0 ? (
        <div className={styles.waveEmpty}>
          <p>
            A receiver records u at one point over time; its seismogram appears here. Lines and arcs
            of receivers, under Recording, make a shot gather.
          </p>
          <button type="button" onClick={() => scene.addItem('scene.receivers', 'point')}>
            Add a receiver
          </button>
        </div>
      ) : (
        <div className={styles.waveChart} data-testid="seismograms">
          {recording && <Seismograms recording={recording} chosen={chosen} />}
        </div>
      )}
      <div className={section.head}>
        <h3 className={section.chartTitle}>
          <Tip text="Energy in the domain: ½ vᵀMv + ½ uᵀKu, kinetic and elastic, with the model’s mass and stiffness matrices. Sources and driven boundaries add energy, absorbing sides remove it; otherwise it is constant.">
            Energy
          </Tip>
        </h3>
        {recording && <SaveMenu what="the energy" items={waveItems.energy(recording)} />}
      </div>
      <div className={styles.waveChart} data-testid="energy">
        {recording && <Energy recording={recording} />}
      </div>
    </section>
  );
}

/** The receivers that are drawn, with their first arrivals. */
const marked = (recording: SceneRecording, chosen: number) => ({
  recording,
  shown: drawnReceivers(recording, chosen),
  arrivals: recordedGather(recording).traces.map(({ firstArrival }) => firstArrival),
});

const allOf = (recording: SceneRecording) => ({
  recording,
  shown: Array.from({ length: receiverCount(recording) }, (_, r) => r),
});

/** They are of the wave alone, not of the networks. */
const waveItems = {
  seismograms: (recording: SceneRecording, chosen: number) => [
    ...chartItems({
      file: 'seismograms',
      title: 'Seismograms',
      subtitle: 'u at the receivers.',
      figure: (colours) => seismogramFigure(marked(recording, chosen), colours),
      rows: () => figureRows(seismogramFigure(allOf(recording), coloursNow())),
    }),
    ...gatherItems(recordedGather(recording)),
  ],
  energy: (recording: SceneRecording) =>
    chartItems({
      file: 'energy',
      title: 'Energy',
      subtitle: 'Kinetic and elastic energy in the domain.',
      figure: (colours) => energyFigure(recording, colours),
    }),
} as const;

function ReceiverLegend({ shown }: { shown: readonly number[] }) {
  return (
    <ul className={styles.receiverLegend} aria-label="Receivers">
      {shown.map((r, place) => (
        <li key={r} style={{ color: `var(--receiver-${(place % 4) + 1})` }}>
          <svg viewBox="0 0 16 8" aria-hidden="true">
            <path d="M0 4H16" strokeDasharray={place < 4 ? undefined : '4 3'} />
          </svg>
          <span>{r + 1}</span>
        </li>
      ))}
    </ul>
  );
}

function Seismograms({ recording, chosen }: { recording: SceneRecording; chosen: number }) {
  const figure = useCallback(
    (colours: PlotColours) => seismogramFigure(marked(recording, chosen), colours),
    [recording, chosen],
  );
  const { length } = drawnReceivers(recording, chosen);
  const label = `Seismograms of ${countOf(length, 'receiver')}, ${recording.steps + 1} values each.`;
  return (
    <>
      <Chart figure={figure} label={label} lazy />
      <TimeLine recording={recording} />
    </>
  );
}

function Energy({ recording }: { recording: SceneRecording }) {
  const figure = useCallback(
    (colours: PlotColours) => energyFigure(recording, colours),
    [recording],
  );
  const { values } = recording.energy;
  const { factor, unit } = amplitudeScale(values, 'J');
  const text = (joules: number) => `${(joules / factor).toPrecision(3)} ${unit}`;
  const label = `Energy over time: at most ${text(values.reduce((a, b) => Math.max(a, b), 0))}, at the end ${text(values.at(-1) ?? 0)}.`;
  return (
    <>
      <Chart figure={figure} label={label} lazy />
      <TimeLine recording={recording} />
    </>
  );
}

/** Where the stage's clock stands; follows it without React. */
function TimeLine({ recording }: { recording: SceneRecording }) {
  const line = useRef<HTMLSpanElement>(null);
  const { interval } = recording;
  const end = endOf(recording);
  useEffect(
    () =>
      onFrame((frame) => {
        const share = Math.min(1, (frame * interval) / end);
        if (line.current) line.current.style.transform = `translateX(${100 * share}%)`;
      }),
    [interval, end],
  );
  const { l, r, t, b } = MARGIN;
  const inset = [t, r, b, l].map((pixels) => `${pixels / 16}rem`).join(' ');
  return (
    <span className={styles.timeLine} style={{ inset }} aria-hidden="true">
      <span ref={line} />
    </span>
  );
}
