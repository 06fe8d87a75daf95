/** Numbers of an explanation as they were when its question was answered. */
import { createContext, useContext } from 'react';
import type { Progress } from './progress.ts';
import { useEvaluatedIn } from './useLookUp.ts';
import type { Expression, Value } from './values/expression.ts';
import { partsOf } from './values/names.ts';

export interface Kept {
  values: Readonly<Record<string, Value>>;
  /** Whether what isn't kept may be read from the lab. */
  live: boolean;
}

export const KeptValues = createContext<Kept>({ values: {}, live: true });

/** What the lesson itself remembers, and what sliders say, is not kept once more. */
export const isKept = (name: string): boolean => {
  const [first, rest] = partsOf(name);
  return rest !== '' && first !== 'noted' && first !== 'guess';
};

/** The numbers of an explanation on paper: none before the guess. Undefined where a link hides answers. */
export function onPaper(
  of: string,
  { guesses, kept }: Pick<Progress, 'guesses' | 'kept'>,
  secret: boolean,
): Kept | undefined {
  if (secret) return undefined;
  const values = guesses[of] === undefined ? undefined : kept[of];
  return { values: values ?? {}, live: false };
}

/** The value of an expression of a text; undefined as long as it isn’t known. */
export function useTextValue(expression: Expression): Value | undefined {
  const { values, live } = useContext(KeptValues);
  return useEvaluatedIn(expression, (name, now) => {
    if (Object.hasOwn(values, name)) return values[name];
    return live || !isKept(name) ? now : undefined;
  });
}
