import { useEffect, useState } from 'react';
import { useCovers } from '../lessons/cover.ts';
import { hiddenOf, usePage } from '../page/page.ts';
import { useComparison } from '../stage/comparison.ts';
import { useLab } from '../state.ts';
import { announcements, gathered, sampleText, type Sentence } from './announcements.ts';

/** Sentences within this time are said together (ms). */
const GATHER_MS = 300;
/** A sample is spoken of when nothing has moved for so long (ms). */
const REST_MS = 1000;

const secret = (): boolean =>
  useCovers.getState().covered.has('errors') || hiddenOf(usePage.getState()).has('numbers');

/** Calls `say` with what there is to say, gathered; returns what ends it. */
function listen(say: (text: string) => void): () => void {
  let waiting: Sentence[] = [];
  let due: ReturnType<typeof setTimeout> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  /** Whether the sample on the stage is another one than was spoken of. */
  let moved = false;

  const gather = (sentences: readonly Sentence[]) => {
    if (sentences.length === 0) return;
    waiting.push(...sentences);
    due ??= setTimeout(() => {
      due = undefined;
      say(gathered(waiting));
      waiting = [];
    }, GATHER_MS);
  };
  const tellSample = () => {
    moved = false;
    if (secret()) return;
    const { networks } = useComparison.getState();
    const errors = Object.fromEntries(
      Object.entries(networks).map(([id, comparison]) => [id, comparison?.relativeL2]),
    );
    const text = sampleText(useLab.getState().sample, errors);
    gather(text === undefined ? [] : [{ text }]);
  };
  const ends = [
    useLab.subscribe((now, before) => {
      gather(announcements(before, { ...now, secret: secret() }));
      if (now.parameters !== before.parameters) moved = true;
    }),
    // The networks follow the sample one after the other.
    useComparison.subscribe(() => {
      if (!moved) return;
      clearTimeout(resting);
      resting = setTimeout(tellSample, REST_MS);
    }),
  ];
  return () => {
    clearTimeout(due);
    clearTimeout(resting);
    for (const end of ends) end();
  };
}

/** Says what happens to a run, politely: a screen reader finishes its sentence first. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => listen(setText), []);
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- not the result of a form
    <p className="visually-hidden" role="status" data-testid="announcer">
      {text}
    </p>
  );
}
