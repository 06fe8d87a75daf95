import {
  Fragment,
  useEffect,
  useRef,
  type ComponentType,
  type CSSProperties,
  type ReactNode,
} from 'react';
import { Boundary } from '../faults/Boundary.tsx';
import { Coverable } from '../lessons/Coverable.tsx';
import { hiddenOf, usePage, type Page } from '../page/page.ts';
import { Shown } from '../page/Shown.tsx';
import { Headline } from '../headline/Headline.tsx';
import { useNetworkIds } from '../networks/useNetworkIds.ts';
import { useLab } from '../state.ts';
import { taskOf } from '../../engine/tasks/index.ts';
import { arrangement, domainRatio, stageRatio, standsAlone } from './arrangement.ts';
import { DomainPanel } from './DomainPanel.tsx';
import { InputPanels } from './InputPanels.tsx';
import { Legend } from './Legend.tsx';
import { More } from './More.tsx';
import { Playback } from './Playback.tsx';
import { otherParameters } from './ParameterSliders.tsx';
import { watchSight } from './player.ts';
import { SampleState } from './SampleControls.tsx';
import { ErrorPanel, ForecastPanel, TruthPanel } from './ZonePanels.tsx';
import styles from './Stage.module.css';

/** Sliders of other free parameters: rows for which the squares make room; more of them scroll. */
const MAX_ROWS = 2;
const SLIDERS_PER_ROW = 3;

/** What the networks are compared with, one above the other. */
const truths = [
  { what: 'The square', Part: DomainPanel },
  { what: 'The truth', Part: TruthPanel },
];

/** What there is to see of every network, one above the other. */
const networkPanels = [
  { what: 'Forecast', Part: ForecastPanel },
  { what: 'Error', Part: ErrorPanel },
];

/** What comes below the panels, and how much height (rem) it leaves to the squares where it is hidden. */
const below = [
  { what: 'The legend', name: 'legend', height: 3, Part: <Legend /> },
  { what: 'The playback', name: 'playback', height: 2.5, Part: <Playback /> },
  { what: 'The sample', name: 'sample', height: 2.5, Part: <SampleState /> },
] as const;

/** The headline, which is above them. */
const headline = { name: 'verdict', height: 8 } as const;

function sparedHeight(page: Page): number {
  const hidden = hiddenOf(page);
  return [headline, ...below].reduce(
    (sum, { name, height }) => sum + (hidden.has(name) ? height : 0),
    0,
  );
}

interface StageProps {
  /** What stands around the headline. */
  Opening?: ComponentType<{ children: ReactNode }>;
}

/** The headline; then truth, forecasts and errors of one sample, all at the same time. */
export function Stage({ Opening = Fragment }: StageProps) {
  const rows = useLab(({ shown }) =>
    Math.min(MAX_ROWS, Math.ceil(otherParameters(shown).length / SLIDERS_PER_ROW)),
  );
  const large = useLab((state) => state.squareLarge);
  const inputs = useLab(({ shown }) => taskOf(shown).words.inputs?.(shown.task).length ?? 0);
  const ids = useNetworkIds();
  const domain = useLab(({ shown }) => domainRatio(shown));
  // Enlarged, a wide domain is as wide as the stage.
  const ratio = useLab(
    ({ shown }) => (large ? domainRatio(shown) : undefined) ?? stageRatio(shown),
  );
  const {
    aspect,
    columns,
    rows: lines,
    byRows,
  } = arrangement(ratio, {
    inputs,
    networks: ids.length,
    large,
  });
  const alone = large ? undefined : standsAlone(domain);
  const spared = usePage(sparedHeight);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => (place.current ? watchSight(place.current) : undefined), []);
  return (
    <section className={styles.stage} id="stage" tabIndex={-1} aria-label="Stage">
      <div
        className={styles.fit}
        data-wide={byRows || undefined}
        data-single-row={lines === 1 || undefined}
        data-alone={alone}
        style={
          {
            '--slider-rows': rows,
            '--spared': `${spared}rem`,
            '--columns': alone === 'high' ? columns + 1 : columns,
            '--rows': lines,
            '--frame': aspect,
            '--ratio': ratio,
            '--domain': domain ?? ratio,
          } as CSSProperties
        }
      >
        <div className={styles.opening}>
          <Boundary what="The headline">
            <Opening>
              <Shown name="verdict">
                <Coverable by={['verdict']} testId="headline">
                  <Headline />
                </Coverable>
              </Shown>
            </Opening>
          </Boundary>
        </div>
        <div
          ref={place}
          className={styles.panels}
          data-large={large || undefined}
          data-wide={byRows || undefined}
          data-single-row={lines === 1 || undefined}
          data-alone={alone}
        >
          {truths.map(({ what, Part }) => (
            <Boundary key={what} what={what} className={styles.panel}>
              <Part />
            </Boundary>
          ))}
          {!large && <InputPanels count={inputs} paired={lines > 1} />}
          {/* Not only out of sight: panels that are there are painted in every frame. */}
          {!large && (
            <div className={styles.networks}>
              {ids.map((id) => (
                <div key={id} className={styles.network} data-testid={`stage-network-${id}`}>
                  {networkPanels.map(({ what, Part }) => (
                    <Boundary
                      key={what}
                      what={`${what} ${id.toUpperCase()}`}
                      className={styles.panel}
                    >
                      <Part id={id} />
                    </Boundary>
                  ))}
                </div>
              ))}
            </div>
          )}
        </div>
        {below.map(({ what, name, Part }) => (
          <Shown key={what} name={name}>
            <div className={styles.below} data-below={name}>
              <Boundary what={what}>{Part}</Boundary>
            </div>
          </Shown>
        ))}
        <More />
      </div>
    </section>
  );
}
