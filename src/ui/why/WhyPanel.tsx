import { Coverable } from '../lessons/Coverable.tsx';
import { formatCount, formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { Filters } from './Filters.tsx';
import { KernelImages } from './KernelImages.tsx';
import { RankStudy } from './RankStudy.tsx';
import { Sliders } from './Sliders.tsx';
import { Spectrum } from './Spectrum.tsx';
import { POINTS, shownRank, useWhy } from './state.ts';
import { shareText, weights } from './texts.ts';
import styles from './why.module.css';
import section from '../shared/section.module.css';

/** Grid cells per metre. */
const CELLS = POINTS - 1;

export function WhyPanel() {
  return (
    <div className={styles.why}>
      <section className={section.section} aria-labelledby="why-title">
        <h2 id="why-title">Why waves compress</h2>
        <p>
          A wave moves each crest by the distance c·T, equally in all directions. The kernel that
          does this is a ring: smooth in angle, oscillating only along the radius. Seen in x and y,
          such a ring is a sum of a few products of a filter along x and a filter along y. A dense
          kernel has to learn from data, weight by weight, the structure that R pairs of one-way
          filters have from the start.
        </p>
        <Sliders />
        <KernelImages />
        <Coverable by={['why-errors']} testId="why-figures">
          <Figures />
        </Coverable>
        <Filters />
      </section>
      <Coverable by={['why-errors']} className={section.section}>
        <Spectrum />
      </Coverable>
      <Coverable by={['why-study']} testId="why-study" className={section.section}>
        <RankStudy />
      </Coverable>
      <section className={section.section} aria-labelledby="limits-title">
        <h2 id="limits-title">What this does not show</h2>
        <p>
          This kernel is exact for one linear wave equation with the same speed everywhere, fixed
          sides and a start at rest. Where the speed varies, at obstacles and at absorbing sides no
          single kernel maps the start to the end. It shows what one kernel needs, not what training
          finds: a network has many small kernels, with activations between them, and may use its
          rank differently. The tabs Results and Trade-off measure that.
        </p>
        <p>
          The rank depends on the wave, not on the grid: the finer the grid, the more is saved. With
          one grid cell in the shortest half-wavelength, R ≈ d·K pairs have as many weights as the
          dense kernel.
        </p>
      </section>
    </div>
  );
}

function Figures() {
  const distance = useWhy((state) => state.distance);
  const rank = useWhy(shownRank);
  const error = useWhy((state) => state.propagator.relativeErrors[shownRank(state)]);
  const worst = useWhy((state) => state.propagator.worstErrors[shownRank(state)]);
  const { side, dense, pairs } = weights(distance, CELLS, rank);
  const figures = [
    [
      'Error',
      '‖exact − rank R‖/‖exact‖ in the Frobenius norm: the relative L2 error for fields with equal energy in all modes.',
      shareText(error),
    ],
    [
      'Worst mode',
      'Largest |exact − rank R| among the factors by which the kernel multiplies the modes, as a share of the largest factor.',
      shareText(worst),
    ],
    [
      'Dense weights',
      `Weights of a dense ${side} × ${side} kernel: the square that contains the ring, on this panel’s grid of ${CELLS} cells per metre. The faint lines outside are not counted.`,
      formatCount(dense),
    ],
    [
      'Pair weights',
      `Weights of ${rank} × 2 one-way filters of length ${side}: ${formatPercent(pairs / dense)} of the dense kernel’s.`,
      formatCount(pairs),
    ],
  ] as const;
  return (
    <dl className={section.figures} data-part="figures" data-testid="why-figures">
      {figures.map(([name, help, value]) => (
        <div key={name}>
          <dt>
            <Tip text={help}>{name}</Tip>
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
