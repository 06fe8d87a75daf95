/** The base package's: arithmetic. */
export * from 'slimwave-base/math';
