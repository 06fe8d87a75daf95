// Node's module hooks for programs that others start, such as Playwright's: what sourceArguments in tools.mjs does.
import { sourceCondition } from './sourceCondition.mjs';

/** @type {import('node:module').ResolveHook} */
export const resolve = (specifier, context, nextResolve) =>
  nextResolve(specifier, { ...context, conditions: [...context.conditions, sourceCondition] });
