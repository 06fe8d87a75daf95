/** The first and the last rate relative to the peak. */
const START = 0.04;
const END = 0.01;

export interface Schedule {
  kind: 'one-cycle' | 'constant';
  steps: number;
  /** Share of the steps in which the rate rises. */
  warmUp: number;
}

/**
 * The learning rate of a step (from 0) relative to the peak: a straight rise to 1, then a cosine fall (Smith and Topin
 * 2017, with the cosine common today) or 1.
 */
export function shareAt(step: number, { kind, steps, warmUp }: Schedule): number {
  const rising = Math.max(1, Math.round(warmUp * steps));
  if (step < rising) return START + ((1 - START) * step) / rising;
  if (kind === 'constant') return 1;
  const share = (step - rising) / Math.max(1, steps - rising);
  return END + ((1 - END) * (1 + Math.cos(Math.PI * share))) / 2;
}
