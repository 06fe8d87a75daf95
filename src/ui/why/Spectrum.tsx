import { useCallback } from 'react';
import { Chart } from '../chart/Chart.tsx';
import type { PlotColours } from '../chart/plot.ts';
import { NetworkMark } from '../networks/NetworkMark.tsx';
import { Tip } from '../shared/Tip.tsx';
import { spectrumFigure } from './figures.ts';
import { shownRank, useWhy } from './state.ts';
import { shareText, rankText } from './texts.ts';
import { chartItems } from '../saving/savedChart.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import section from '../shared/section.module.css';
import styles from './why.module.css';

/** How fast the pairs get unimportant. */
export function Spectrum() {
  const distance = useWhy((state) => state.distance);
  const modes = useWhy((state) => state.modes);
  const { singularValues, relativeErrors } = useWhy((state) => state.propagator);
  const rank = useWhy(shownRank);
  const figure = useCallback(
    (colours: PlotColours) => spectrumFigure({ singularValues, relativeErrors, rank }, colours),
    [singularValues, relativeErrors, rank],
  );
  const items = chartItems({
    file: 'why-pairs',
    title: 'How many pairs of one-way filters it takes',
    subtitle: `Exact propagator over ${distance.toFixed(2)} m on ${modes} × ${modes} modes.`,
    figure,
  });
  return (
    <section className={section.section} aria-labelledby="spectrum-title">
      <div className={section.head}>
        <h2 id="spectrum-title">
          <Tip text="Singular values σ of the kernel on its K × K modes, as a share of the largest. Error of rank R: ‖kernel − its first R pairs‖/‖kernel‖ in the Frobenius norm, √(Σ σ² of what is left out / Σ σ²). No sum of R pairs has a smaller one (Eckart and Young, 1936).">
            How many pairs it takes
          </Tip>
        </h2>
        <SaveMenu what="singular values and errors" items={items} />
      </div>
      <ul className={styles.legend}>
        <li className="network-a">
          <NetworkMark id="a" />
          <span>singular value</span>
        </li>
        <li className="network-b">
          <NetworkMark id="b" />
          <span>error</span>
        </li>
        <li>dotted: chosen rank</li>
      </ul>
      <div className={styles.chart}>
        <Chart
          figure={figure}
          lazy
          label={`Singular values and error by rank, logarithmic. At rank ${rank} the error is ${shareText(relativeErrors[rank])}.`}
        />
      </div>
      <p data-testid="why-rank">{rankText({ distance, modes, relativeErrors })}</p>
    </section>
  );
}
