/** Share of the steps in which the rate rises, and the first and the last rate relative to the peak. */
const WARM_UP = 0.1;
const START = 0.04;
const END = 0.01;

/**
 * One-cycle learning rate: a straight rise to the peak, then a cosine fall (Smith and Topin 2017, with the
 * cosine common today).
 */
export function oneCycleRate(step: number, steps: number, peak: number): number {
  const warmUp = Math.max(1, Math.round(WARM_UP * steps));
  if (step < warmUp) return peak * (START + ((1 - START) * step) / warmUp);
  const share = (step - warmUp) / Math.max(1, steps - warmUp);
  return peak * (END + ((1 - END) * (1 + Math.cos(Math.PI * share))) / 2);
}
