/** What `run.sh` was asked for. */

export interface RunArguments {
  /** Time for all parts (s). */
  seconds: number;
  /** Where the report goes; a name of its own in the current folder without. */
  out?: string;
  /** Only these parts, in their usual order. */
  parts: readonly string[];
}

/** Six minutes, less what unpacking and the last write need. */
const SECONDS = 345;
const OPTION = /^--(?<name>seconds|out)=(?<value>.+)$/;

/** Throws a sentence if a word is neither a part nor an option. */
export function parseRunArguments(
  words: readonly string[],
  known: readonly string[],
): RunArguments {
  const asked: RunArguments = { seconds: SECONDS, parts: known };
  const named: string[] = [];
  for (const word of words) {
    const { name, value = '' } = OPTION.exec(word)?.groups ?? {};
    if (name === 'out') asked.out = value;
    else if (name === 'seconds' && /^[1-9]\d{0,4}$/.test(value)) asked.seconds = Number(value);
    else if (known.includes(word)) named.push(word);
    else {
      throw new Error(
        `“${word}” is not understood; use --out=FILE, --seconds=NUMBER, or parts: ${known.join(', ')}.`,
      );
    }
  }
  if (named.length > 0) asked.parts = known.filter((name) => named.includes(name));
  return asked;
}
