/** What an advice says, in sentences: the page and the runner say the same. */
import type { Advice, Candidate, Choice, Goal } from './advice.ts';
import { verdict } from './repeats.ts';
import { isContradicted, seedsToDecide } from './standing.ts';

const percent = (fraction: number): string => `${Number((100 * fraction).toPrecision(2))} %`;

const errorText = (fraction: number): string => `${(100 * fraction).toPrecision(3)} %`;

/** Names have commas themselves. */
function list(names: readonly string[]): string {
  const quoted = names.map((name) => `“${name}”`);
  return quoted.length < 2
    ? quoted.join('')
    : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}

export const goalTitles: Readonly<Record<Goal, string>> = {
  parameters: 'Smallest',
  macs: 'Fewest multiply-accumulates',
  stepMs: 'Shortest measured step',
};

const quantities: Readonly<Record<Goal, string>> = {
  parameters: 'parameters',
  macs: 'multiply-accumulates',
  stepMs: 'time per step',
};

/** Such as “12 % above the classical error”. */
function excessText({ excess, paired }: Candidate): string {
  const seeds = `${paired.count} seed${paired.count === 1 ? '' : 's'}`;
  const size = Math.abs(excess);
  if (size < 0.0005) return `the classical error (${seeds})`;
  return `${percent(size)} ${excess > 0 ? 'above' : 'below'} the classical error (${seeds})`;
}

/** What is chosen for a goal, how good it is, and how sure that is. */
export function choiceText({ goal, pick, share, sure, safe, open }: Choice): string {
  const sentences = [
    `× ${share.toPrecision(2)} of the ${quantities[goal]}, ${excessText(pick)}.`,
    sure
      ? `Surely within the limit: ${verdict(pick.paired).sentence}.`
      : `Not sure: against the limit ${verdict(pick.paired).sentence}.`,
  ];
  if (!sure && verdict(pick.paired).kind === 'better') {
    sentences.push('That would do for a network chosen in advance, but not for one of several.');
  }
  if (safe)
    sentences.push(
      `The data do not decide between it and ${list([safe.name])}, which is surely within.`,
    );
  if (open.length > 0) {
    sentences.push(
      `The data do not decide between it and ${list(open.map(({ name }) => name))}, which ${open.length === 1 ? 'is' : 'are'} likely beyond.`,
    );
  }
  return sentences.join(' ');
}

/** Why there is no choice at all, or undefined if there is one. */
export function problemText({
  reference,
  candidates,
  choices,
  diverging,
  tolerance,
}: Advice): string | undefined {
  if (!reference) {
    return 'No classical network with all its channels has finished with these settings, so there is nothing to measure the others by. Train one first.';
  }
  if (candidates.length === 0) {
    if (diverging.length > 0) {
      return 'Nothing can be compared yet: the other networks diverged in half of their seeds or more. Give them a smaller learning rate and train them again.';
    }
    return `Nothing can be compared yet: no other network has finished with a seed of ${list([reference.name])}. Train one beside it.`;
  }
  if (choices.length > 0) return undefined;
  const [closest] = candidates;
  return `No network that saves anything is within ${percent(tolerance)} of the classical error (${errorText(reference.test)}). The best of the others is ${list([closest.name])}, ${excessText(closest)}. Try a larger budget or another format, or allow more.`;
}

/** What to do next so that the data decide; undefined if they do, or nothing is chosen. */
export function nextText({ choices, reference }: Advice): string | undefined {
  const unsure = new Map(
    choices
      .flatMap(({ pick, sure, open }) => [...(sure ? [] : [pick]), ...open])
      .map((one) => [one.network, one]),
  );
  if (unsure.size === 0 || !reference) return undefined;
  const all = [...unsure.values()];
  const stuck = all.filter(({ paired }) => isContradicted(paired));
  const sentences = [
    divergedText(stuck),
    repeatText(
      all.filter((one) => !stuck.includes(one)),
      reference.name,
    ),
  ];
  return sentences.filter((text) => text !== undefined).join(' ');
}

/** What to do about networks of which seeds that diverged say the opposite of the others. */
function divergedText(stuck: readonly Candidate[]): string | undefined {
  const named = (within: boolean) =>
    stuck.filter(({ paired }) => paired.mean <= 0 === within).map(({ name }) => name);
  const [own, beyond] = [named(true), named(false)];
  const sentences = [
    own.length > 0 &&
      `More seeds can’t make ${list(own)} sure, because some of ${own.length === 1 ? 'its' : 'their'} runs diverged. Use a smaller learning rate and train all seeds again.`,
    beyond.length > 0 &&
      `More seeds can’t rule out ${list(beyond)}, because the classical network diverged with some. Give the classical network a smaller learning rate and train all its seeds again.`,
  ];
  return sentences.filter(Boolean).join(' ') || undefined;
}

/** With how many seeds to repeat networks so that the data decide. */
function repeatText(unsure: readonly Candidate[], reference: string): string | undefined {
  if (unsure.length === 0) return undefined;
  const names = list([reference, ...unsure.map(({ name }) => name)]);
  const single = unsure.some(({ paired }) => paired.count < 2);
  if (single) return `To decide, repeat ${names} with at least 3 seeds, the same for all.`;
  const needed = unsure.map(({ paired, confidence }) => seedsToDecide(paired, confidence));
  if (needed.some((count) => count === undefined)) {
    return `Some are so close to the limit that even many seeds would hardly decide; another tolerance or a longer training may. To try, repeat ${names}.`;
  }
  return `To decide, repeat ${names}: about ${Math.max(...needed.map(Number))} seeds in all should do.`;
}

/** What is left out, in sentences. */
export function unknownText({ unknown, diverging, reference }: Advice): string | undefined {
  if (!reference) return undefined;
  const sentences = [
    unknown.length > 0 &&
      `Nothing can be said of ${list(unknown)}: no run finished with a seed with which the classical network finished.`,
    diverging.length > 0 &&
      `Left out, because it diverged in half of the seeds or more: ${list(diverging)}.`,
  ];
  return sentences.filter(Boolean).join(' ') || undefined;
}
