import { formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { Filters } from './Filters.tsx';
import { KernelImages } from './KernelImages.tsx';
import { RankStudy } from './RankStudy.tsx';
import { Sliders } from './Sliders.tsx';
import { Spectrum } from './Spectrum.tsx';
import { POINTS, shownRank, useWhy } from './state.ts';
import { weightsText } from './texts.ts';

/** Grid cells per metre. */
const CELLS = POINTS - 1;

export function WhyPanel() {
  return (
    <div className="why">
      <section className="results-section" aria-labelledby="why-title">
        <h2 id="why-title">Why waves compress</h2>
        <p>
          A wave moves each crest by the distance c·T and leaves its shape alone. The kernel that
          does this is a ring: smooth in angle, oscillating along the radius only. Seen in x and y,
          such a ring is a sum of a few products of a filter along x and a filter along y. A dense
          kernel has to learn all its weights from data; R pairs of one-way filters say the same
          with fewer.
        </p>
        <Sliders />
        <KernelImages />
        <ErrorText />
        <Filters />
      </section>
      <Spectrum />
      <RankStudy />
      <section className="results-section" aria-labelledby="limits-title">
        <h2 id="limits-title">What this does not show</h2>
        <p>
          This kernel is exact for one linear wave equation with the same speed everywhere, fixed
          sides and a start at rest. Where the speed varies, at obstacles and at absorbing sides no
          single kernel maps the start to the end. And it says what one kernel needs, not what
          training finds: a network has many small kernels, with activations between them, and may
          use its rank differently. The tabs Results and Trade-off measure that.
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

function ErrorText() {
  const distance = useWhy((state) => state.distance);
  const rank = useWhy(shownRank);
  const error = useWhy((state) => state.propagator.relativeErrors[shownRank(state)]);
  const worst = useWhy((state) => state.propagator.worstErrors[shownRank(state)]);
  return (
    <p data-testid="why-error">
      Rank {rank}:{' '}
      <Tip text="‖exact − rank R‖/‖exact‖ in the Frobenius norm: the relative L2 error for fields with equal energy in all modes.">
        error {formatPercent(error)}
      </Tip>
      ,{' '}
      <Tip text="Largest |exact − rank R| among the factors by which the kernel multiplies the modes, as a share of the largest factor.">
        worst mode {formatPercent(worst)}
      </Tip>
      .{' '}
      <Tip
        text={`On this panel’s grid of ${CELLS} cells per metre, for the kernel cut to the square that holds its ring. Its faint ripples outside are left out of the count.`}
      >
        Weights
      </Tip>
      : {weightsText(distance, CELLS, rank)}
    </p>
  );
}
