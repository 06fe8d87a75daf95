/**
 * The condition in `exports` of our packages that leads to their TypeScript sources, so that nothing has to be built
 * while we work on them. The others lead to `dist`, which `npm pack` and `npm publish` build.
 */
export const sourceCondition = 'slimwave-source';
