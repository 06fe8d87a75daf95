/** A learning rate: one number for all weights, or `auto` for the rule in `train/rates.ts`. */
export type Rate = number | 'auto';
