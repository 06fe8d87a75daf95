/** How large the quantities of a scene may be: what a scene asks for beyond that is said by rules. */

/** Of lengths and coordinates (m). */
export const LONGEST = 1e6;
export const SHORTEST = 1e-5;
/** Of the sides of the domain (m). */
export const SMALLEST_SIDE = 0.01;
/** Of times (s). */
export const LATEST = 1e6;
/** m/s */
export const speeds = { min: 0.01, max: 20_000 } as const;
/** kg/m² */
export const densities = { min: 1e-3, max: 50_000 } as const;
/** Hz */
export const frequencies = { min: 1e-4, max: 1e6 } as const;
