import { useEffect, useRef } from 'react';
import { Verdict } from '../results/Verdict.tsx';
import { DomainPanel } from './DomainPanel.tsx';
import { Legend } from './Legend.tsx';
import { Playback } from './Playback.tsx';
import { setOnScreen } from './player.ts';
import { SampleControls } from './SampleControls.tsx';
import { ErrorPanel, ForecastPanel, TruthPanel } from './ZonePanels.tsx';

/** Truth, forecasts and errors of one source, all at the same time. */
export function Stage() {
  const panels = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!panels.current) return undefined;
    const observer = new IntersectionObserver(([{ isIntersecting }]) =>
      setOnScreen(isIntersecting),
    );
    observer.observe(panels.current);
    return () => observer.disconnect();
  }, []);
  return (
    <section className="stage" aria-label="Stage">
      <div className="stage-fit">
        <div ref={panels} className="panels">
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
