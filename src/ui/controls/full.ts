/** Why no network can be added. */
export const FULL = 'There are four networks already: remove one first';
