import { useCallback, useEffect, useState } from 'react';
import { Chart } from '../chart/Chart.tsx';
import type { PlotColours } from '../chart/plot.ts';
import { networkMarks } from '../chart/networkMarks.ts';
import { Tip } from '../shared/Tip.tsx';
import { studyFigure } from './figures.ts';
import { rankStudy, studiedModes, type StudyPoint } from './rankStudy.ts';
import { studyText } from './texts.ts';
import { chartItems } from '../saving/savedChart.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import section from '../shared/section.module.css';
import styles from './why.module.css';

/** The rule of thumb, over many distances. */
export function RankStudy() {
  const [points, setPoints] = useState<StudyPoint[]>();
  useEffect(() => {
    let current = true;
    void rankStudy().then((found) => current && setPoints(found));
    return () => {
      current = false;
    };
  }, []);
  const [few, many] = studiedModes;
  return (
    <section className={section.section} aria-labelledby="study-title" data-testid="why-study">
      <div className={section.head}>
        <h2 id="study-title">
          <Tip text="The smallest rank whose error is at most 1 %, for 16 distances d up to 1 m and two band limits K. d·K is the number of half-wavelengths of the shortest mode in the distance.">
            Rank and distance travelled
          </Tip>
        </h2>
        {points && <SaveMenu what="rank and distance" items={studyItems(points)} />}
      </div>
      <ul className={styles.legend}>
        <li className="network-a">
          <svg viewBox="0 0 8 8" aria-hidden="true">
            <path d={networkMarks.a.path} />
          </svg>
          <span>{`${few} modes`}</span>
        </li>
        <li className="network-b">
          <svg viewBox="0 0 8 8" aria-hidden="true">
            <path d={networkMarks.b.path} />
          </svg>
          <span>{`${many} modes`}</span>
        </li>
        <li>filled: up to 0.5 m</li>
        <li>dashed: rank = d·K</li>
      </ul>
      <div className={styles.chart}>{points && <Study points={points} />}</div>
      <p className={styles.studyText}>{points ? studyText(points) : 'Computing …'}</p>
    </section>
  );
}

const studyItems = (points: StudyPoint[]) =>
  chartItems({
    file: 'why-distance',
    title: 'Rank and distance travelled',
    subtitle: 'Rank of the exact propagator for an error of 1 %.',
    figure: (colours) => studyFigure(points, colours),
  });

function Study({ points }: { points: StudyPoint[] }) {
  const figure = useCallback((colours: PlotColours) => studyFigure(points, colours), [points]);
  return (
    <Chart
      figure={figure}
      label={`Rank for 1 % error against half-wavelengths travelled. ${studyText(points)}`}
    />
  );
}
