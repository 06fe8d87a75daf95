import { useMemo, useRef, useState, type FormEvent } from 'react';
import { flushSync } from 'react-dom';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { useActions } from '../lab/context.ts';
import type { Entry } from '../archive/entry.ts';
import { estimate } from '../sweep/estimate.ts';
import { atOnce } from '../sweep/grouping.ts';
import { browserKeeping } from '../sweep/keeping.ts';
import { leftIn } from '../sweep/left.ts';
import { orderOf, type Order } from '../sweep/order.ts';
import { sweepPlan } from '../sweep/queue.ts';
import { useSweep } from '../sweep/state.ts';
import { carryOut, whyNoSweep } from '../sweep/sweep.ts';
import { useTimed } from '../sweep/timed.ts';
import { useFirstClick } from '../shared/firstClick.ts';
import { Competitors, Formats, KeptInput, SeedsInput } from './SweepChoices.tsx';
import { dayText, replaceText, sizeText, whyTooLarge } from './sweepTexts.ts';
import section from '../shared/section.module.css';
import styles from './sweep.module.css';
import tip from '../shared/Tip.module.css';

/** What the sweep would do now; undefined while its fractions or seeds make no sense. */
function usePlanned(entries: readonly Entry[]) {
  const choice = useSweep((state) => state.choice);
  const experiment = useLab((state) => state.shown);
  const preset = useLab((state) => state.preset);
  const fileKey = useLab((state) => state.fileKey);
  const lab = useActions();
  const timed = useTimed(entries);
  const asked = useMemo(() => {
    const order = orderOf({
      experiment,
      preset,
      choice,
      startedAt: 0,
      file: lab.state().course.file?.name,
      fileKey,
    });
    return order && { order, plan: sweepPlan(order) };
  }, [choice, experiment, preset, fileKey, lab]);
  return useMemo(() => {
    if (!asked) return undefined;
    const { order, plan } = asked;
    const queue = leftIn(plan, entries);
    return { order, queue, time: estimate(queue.runs, timed, atOnce()) };
  }, [asked, entries, timed]);
}

/** What is to be confirmed before the sweep starts. */
function questionOf(
  { order, time }: NonNullable<ReturnType<typeof usePlanned>>,
  interrupted: Order | undefined,
): string | undefined {
  const sentences = [replaceText(interrupted, order), dayText(time)].filter(Boolean);
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}

export function SweepForm({ entries }: { entries: readonly Entry[] }) {
  const lab = useActions();
  const planned = usePlanned(entries);
  const [asking, setAsking] = useState(false);
  const notNow = useRef<HTMLButtonElement>(null);
  const unable = useLab(whyNoSweep);
  const reason = (planned && whyTooLarge(planned.queue)) ?? unable;
  const interrupted = useSweep((state) => state.order);
  const question = planned && questionOf(planned, interrupted);
  const ready = reason === undefined && planned !== undefined && planned.queue.left > 0;
  const start = () => {
    setAsking(false);
    if (planned) {
      void carryOut(lab, browserKeeping, { ...planned.order, startedAt: Date.now() });
    }
  };
  // It appears under a pointer that has just asked.
  const startAnyway = useFirstClick(start);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    if (question === undefined) {
      start();
      return;
    }
    flushSync(() => setAsking(true));
    notNow.current?.focus();
  };
  return (
    <form onSubmit={submit}>
      <Formats />
      <KeptInput />
      <SeedsInput />
      <Competitors />
      {planned && (
        <p className={section.note} data-testid="sweep-size">
          <span>{sizeText(planned.queue, planned.time)}</span>
          <Skipped sentences={planned.queue.skipped} />
        </p>
      )}
      {asking && ready && question !== undefined ? (
        <fieldset className={styles.confirm}>
          <legend>{question}</legend>
          <button ref={notNow} type="button" onClick={() => setAsking(false)}>
            Not now
          </button>
          <button type="button" {...startAnyway}>
            Start it
          </button>
        </fieldset>
      ) : (
        <button
          type="submit"
          disabled={!ready}
          aria-describedby={reason === undefined ? undefined : 'sweep-reason'}
        >
          Start sweep
        </button>
      )}
      {reason !== undefined && (
        <p className={section.note} id="sweep-reason">
          {reason}
        </p>
      )}
    </form>
  );
}

function Skipped({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <span>
      {' '}
      <Tip
        text={sentences.map((sentence) => (
          <span key={sentence} className={tip.line}>
            {sentence}
          </span>
        ))}
      >{`${sentences.length} left out`}</Tip>
    </span>
  );
}
