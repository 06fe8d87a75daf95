/** The base package's: seeded random numbers. */
export * from 'slimwave-base/random';
