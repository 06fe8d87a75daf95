// The packages in packages/, which the rest of the project imports by name.
import { defaultClientConditions, defaultServerConditions } from 'vite';

/**
 * The condition in `exports` of our packages that leads to their TypeScript sources, so that nothing has to be built
 * while we work on them. The others lead to `dist`, which `npm pack` and `npm publish` build.
 */
export const sourceCondition = 'slimwave-source';

/** For configurations of Vite and Vitest. */
export const fromSources = {
  resolve: { conditions: [sourceCondition, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [sourceCondition, ...defaultServerConditions] } },
};
