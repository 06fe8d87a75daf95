// The packages in packages/, which the rest of the project imports by name: for Vite.
import { defaultClientConditions, defaultServerConditions } from 'vite';

import { sourceCondition } from './sourceCondition.mjs';

/** For configurations of Vite and Vitest. */
export const fromSources = {
  resolve: { conditions: [sourceCondition, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [sourceCondition, ...defaultServerConditions] } },
};
