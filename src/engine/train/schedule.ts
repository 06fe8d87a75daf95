/** The first and the last rate relative to the peak. */
const START = 0.04;
const END = 0.01;

export interface Schedule {
  kind: 'one-cycle' | 'constant';
  steps: number;
  /** Share of the steps in which the rate rises. */
  warmUp: number;
  peak: number;
}

/**
 * The learning rate of a step (from 0): a straight rise to the peak, then a cosine fall (Smith and Topin 2017,
 * with the cosine common today) or the peak itself.
 */
export function rateAt(step: number, { kind, steps, warmUp, peak }: Schedule): number {
  const rising = Math.max(1, Math.round(warmUp * steps));
  if (step < rising) return peak * (START + ((1 - START) * step) / rising);
  if (kind === 'constant') return peak;
  const share = (step - rising) / Math.max(1, steps - rising);
  return peak * (END + ((1 - END) * (1 + Math.cos(Math.PI * share))) / 2);
}
