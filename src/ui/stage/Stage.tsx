import { useEffect, useRef, type CSSProperties } from 'react';
import { Verdict } from '../results/Verdict.tsx';
import { useLab } from '../state.ts';
import { DomainPanel } from './DomainPanel.tsx';
import { Legend } from './Legend.tsx';
import { Playback } from './Playback.tsx';
import { otherParameters } from './ParameterSliders.tsx';
import { watchSight } from './player.ts';
import { SampleControls } from './SampleControls.tsx';
import { ErrorPanel, ForecastPanel, TruthPanel } from './ZonePanels.tsx';

/** Sliders of other free parameters: rows for which the squares make room; more of them scroll. */
const MAX_ROWS = 2;
const SLIDERS_PER_ROW = 3;

/** Truth, forecasts and errors of one sample, all at the same time. */
export function Stage() {
  const rows = useLab(({ shown }) =>
    Math.min(MAX_ROWS, Math.ceil(otherParameters(shown).length / SLIDERS_PER_ROW)),
  );
  const large = useLab((state) => state.squareLarge);
  const panels = useRef<HTMLDivElement>(null);
  useEffect(() => (panels.current ? watchSight(panels.current) : undefined), []);
  return (
    <section className="stage" aria-label="Stage">
      <div className="stage-fit" style={{ '--slider-rows': rows } as CSSProperties}>
        <div ref={panels} className="panels" data-large={large || undefined}>
          <DomainPanel />
          <ForecastPanel id="a" />
          <ForecastPanel id="b" />
          <TruthPanel />
          <ErrorPanel id="a" />
          <ErrorPanel id="b" />
        </div>
        <Legend />
        <Playback />
        <SampleControls />
        <Verdict />
      </div>
    </section>
  );
}
