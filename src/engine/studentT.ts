/** Student’s t distribution with a whole number of degrees of freedom. */

/**
 * P(|T| ≤ √degrees·tan θ). Finite sums, no approximation: Abramowitz and Stegun, Handbook of Mathematical Functions,
 * 26.7.3 (odd degrees) and 26.7.4 (even degrees).
 */
function centralProbability(theta: number, degrees: number): number {
  const [sine, cosine] = [Math.sin(theta), Math.cos(theta)];
  const odd = degrees % 2 === 1;
  let term = odd ? cosine : 1;
  let total = degrees === 1 ? 0 : term;
  for (let power = odd ? 3 : 2; power <= degrees - 2; power += 2) {
    term *= ((power - 1) / power) * cosine ** 2;
    total += term;
  }
  return odd ? (2 / Math.PI) * (theta + sine * total) : sine * total;
}

/**
 * The t within which the middle `share` of the distribution lies: with 0.95, the factor of a 95 % interval. `share`
 * from 0 to below 1; accurate to about 12 digits up to a share of 0.999.
 */
export function centralQuantile(share: number, degrees: number): number {
  if (!(share >= 0 && share < 1) || !Number.isInteger(degrees) || degrees < 1) return NaN;
  // Bisection over the angle, in which the probability rises from 0 to 1.
  let [low, high] = [0, Math.PI / 2];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (centralProbability(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan((low + high) / 2);
}
