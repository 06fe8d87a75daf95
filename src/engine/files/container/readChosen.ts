/** Whole arrays of a container, as many as memory allows. */
import {
  checkStored,
  DataFileError,
  floatBudget,
  nameList,
  type Choice,
  type NamedArray,
  type OnProgress,
} from '../arrays.ts';
import type { Container } from './container.ts';

/** Reads the arrays that `choose` picks. What it throws tells also of links that lead nowhere. */
export async function readChosen(
  container: Container,
  choose: Choice,
  onProgress?: OnProgress,
): Promise<Map<string, NamedArray>> {
  const infos = new Map(container.arrays.map((info) => [info.name, info]));
  const chosen = pick([...infos.keys()], container.notes, choose).map((name) => {
    const info = infos.get(name);
    if (!info) throw new DataFileError(`The file has no array ${nameList([name])}.`);
    if (info.problem !== undefined) throw new DataFileError(info.problem);
    return info;
  });
  const total = checkStored(chosen.map(({ name, bytes }) => [name, bytes]));
  const spend = floatBudget();
  for (const { name, shape } of chosen) spend(name, shape);
  const arrays = new Map<string, NamedArray>();
  let before = 0;
  for (const { name, bytes } of chosen) {
    const onPart = (done: number) => onProgress?.(before + done, total);
    arrays.set(name, await container.read(name, undefined, { onProgress: onPart }));
    before += bytes;
  }
  return arrays;
}

function pick(
  names: readonly string[],
  notes: readonly string[],
  choose: Choice,
): readonly string[] {
  try {
    return [...new Set(choose(names))];
  } catch (error) {
    if (!(error instanceof DataFileError) || notes.length === 0) throw error;
    throw new DataFileError([error.message, ...notes].join(' '), { cause: error });
  }
}
