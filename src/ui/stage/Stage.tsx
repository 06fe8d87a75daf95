import { useEffect, useRef, type CSSProperties } from 'react';
import { Boundary } from '../faults/Boundary.tsx';
import { Verdict } from './Verdict.tsx';
import { useLab } from '../state.ts';
import { DomainPanel } from './DomainPanel.tsx';
import { Legend } from './Legend.tsx';
import { Playback } from './Playback.tsx';
import { otherParameters } from './ParameterSliders.tsx';
import { watchSight } from './player.ts';
import { SampleControls } from './SampleControls.tsx';
import { ErrorPanel, ForecastPanel, TruthPanel } from './ZonePanels.tsx';
import styles from './Stage.module.css';

/** Sliders of other free parameters: rows for which the squares make room; more of them scroll. */
const MAX_ROWS = 2;
const SLIDERS_PER_ROW = 3;

const panels = [
  { what: 'The square', Part: <DomainPanel /> },
  { what: 'Forecast A', Part: <ForecastPanel id="a" /> },
  { what: 'Forecast B', Part: <ForecastPanel id="b" /> },
  { what: 'The truth', Part: <TruthPanel /> },
  { what: 'Error A', Part: <ErrorPanel id="a" /> },
  { what: 'Error B', Part: <ErrorPanel id="b" /> },
];

/** What comes below the panels. */
const below = [
  { what: 'The legend', Part: <Legend /> },
  { what: 'The playback', Part: <Playback /> },
  { what: 'The choice of the sample', Part: <SampleControls /> },
  { what: 'The verdict', Part: <Verdict /> },
];

/** Truth, forecasts and errors of one sample, all at the same time. */
export function Stage() {
  const rows = useLab(({ shown }) =>
    Math.min(MAX_ROWS, Math.ceil(otherParameters(shown).length / SLIDERS_PER_ROW)),
  );
  const large = useLab((state) => state.squareLarge);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => (place.current ? watchSight(place.current) : undefined), []);
  return (
    <section className={styles.stage} id="stage" tabIndex={-1} aria-label="Stage">
      <div className={styles.fit} style={{ '--slider-rows': rows } as CSSProperties}>
        <div ref={place} className={styles.panels} data-large={large || undefined}>
          {panels.map(({ what, Part }) => (
            <Boundary key={what} what={what} className={styles.panel}>
              {Part}
            </Boundary>
          ))}
        </div>
        {below.map(({ what, Part }) => (
          <Boundary key={what} what={what}>
            {Part}
          </Boundary>
        ))}
      </div>
    </section>
  );
}
