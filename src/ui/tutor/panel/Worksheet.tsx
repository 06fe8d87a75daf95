import { useMemo } from 'react';
import { useCovers } from '../../lessons/cover.ts';
import { useHidden } from '../../page/page.ts';
import type { Block, Lesson, Prediction, Step } from '../format/lesson.ts';
import { KeptValues, onPaper } from '../kept.ts';
import { useProgressOf } from '../progress.ts';
import { useSession } from '../session.ts';
import { styles } from '../values/styles.ts';
import { Blocks } from './Blocks.tsx';
import { Inlines } from './Inlines.tsx';
import css from './sheet.module.css';

interface WorksheetProps {
  lesson: Lesson;
  /** With all of the text, the explanations and the instructor’s notes. */
  full: boolean;
}

/** The questions and tasks of a lesson without their answers, to be filled in with a pen. */
export function Worksheet({ lesson, full }: WorksheetProps) {
  const covered = useCovers((state) => state.covered.size > 0);
  // What the page covers is no more on paper than on the screen.
  const context = useMemo(() => ({ values: {}, live: !covered }), [covered]);
  const pages = lesson.steps.filter(({ blocks }) => full || blocks.some(isAsked));
  return (
    <KeptValues value={context}>
      <h1>{lesson.title}</h1>
      <p>{lesson.summary}</p>
      {!full && <p className={css.line}>Name and date:</p>}
      {pages.map((step) => (
        <Page key={step.line} step={step} full={full} />
      ))}
    </KeptValues>
  );
}

const isAsked = ({ type }: Block): boolean => type === 'prediction' || type === 'wait';

function Page({ step, full }: { step: Step; full: boolean }) {
  return (
    <section>
      <h2>{step.title}</h2>
      {step.blocks.map((block, place) => (
        <Part key={place} block={block} full={full} />
      ))}
      {full && step.notes.length > 0 && (
        <div className={css.notes}>
          <Blocks blocks={step.notes} />
        </div>
      )}
    </section>
  );
}

function Part({ block, full }: { block: Block; full: boolean }) {
  switch (block.type) {
    case 'prediction':
      return <Question prediction={block} />;
    case 'wait':
      return (
        <p className={css.item}>
          <span aria-hidden="true">☐ </span>
          <Inlines nodes={block.children} />
        </p>
      );
    case 'explain':
      return full ? <Explained of={block.of} blocks={block.children} /> : null;
    case 'note':
      return null;
    case 'paragraph':
    case 'heading':
    case 'list':
    case 'quote':
    case 'code':
    case 'rule':
    case 'table':
    case 'picture':
      return full ? <Blocks blocks={[block]} /> : null;
    default:
      return block satisfies never;
  }
}

/** An explanation with the numbers that were measured for a guess, and with none before that. */
function Explained({ of, blocks }: { of: string; blocks: readonly Block[] }) {
  const progress = useProgressOf(useSession((state) => state.name));
  const secret = useHidden('answers');
  const context = useMemo(() => onPaper(of, progress, secret), [of, progress, secret]);
  return (
    context && (
      <KeptValues value={context}>
        <Blocks blocks={blocks} />
      </KeptValues>
    )
  );
}

function Question({ prediction }: { prediction: Prediction }) {
  return (
    <div className={css.question}>
      <Blocks blocks={prediction.question} />
      {prediction.kind === 'choice' ? (
        prediction.choices.map(({ children }, place) => (
          <p key={place} className={css.item}>
            <span aria-hidden="true">☐ </span>
            <Inlines nodes={children} />
          </p>
        ))
      ) : (
        <p className={css.line}>{`Guess (${styles[prediction.style].unit || 'a number'}):`}</p>
      )}
      <p className={css.line}>Measured:</p>
      <p className={css.line}>Why:</p>
    </div>
  );
}
