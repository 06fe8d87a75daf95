import { useEffect, useRef, type ReactNode } from 'react';
import { openLesson, useOpenLesson } from '../lessons/open.ts';
import { useLab } from '../state.ts';
import { KernelPicture } from './KernelPicture.tsx';
import { closeWelcome, rememberVisitor, useWelcome } from './visitor.ts';
import styles from './Welcome.module.css';

/** Who has looked for so long (ms) has been here. Less may be the page that reloads itself. */
const SEEN_MS = 10_000;

/** Around the headline, what this page is and two ways on, for who is here for the first time. */
export function Welcome({ children }: { children: ReactNode }) {
  const open = useWelcome((state) => state.open);
  const left = useWelcome((state) => state.left);
  const lesson = useOpenLesson() !== undefined;
  if (open && !lesson) return <Invitation>{children}</Invitation>;
  return left === undefined ? (
    children
  ) : (
    <div className={styles.left} style={{ minHeight: left }}>
      {children}
    </div>
  );
}

function Invitation({ children }: { children: ReactNode }) {
  const section = useRef<HTMLElement>(null);
  const close = () => closeWelcome(section.current?.offsetHeight);
  useEffect(() => {
    const timer = setTimeout(rememberVisitor, SEEN_MS);
    return () => clearTimeout(timer);
  }, []);
  // Who trains has found the way.
  const trains = useLab((state) => state.run !== undefined);
  useEffect(() => {
    if (trains) closeWelcome(section.current?.offsetHeight);
  }, [trains]);
  const onTry = () => {
    close();
    document.getElementById('stage')?.focus({ preventScroll: true });
  };
  const onTour = () => {
    // The page makes room for the lesson: everything moves, and the height is not worth keeping.
    closeWelcome();
    openLesson('tour');
  };
  return (
    <section
      ref={section}
      className={styles.welcome}
      data-testid="welcome"
      aria-label="What this page is"
    >
      <KernelPicture />
      <div className={styles.words}>
        <p>
          Slimwave trains neural networks that forecast a wave, and shows whether kernels compressed{' '}
          <em>before</em> training do the same job with fewer parameters.
        </p>
        {children}
        <p className={styles.ways}>
          <button type="button" className={styles.tour} onClick={onTour}>
            Take the 3-minute tour
          </button>
          <button type="button" onClick={onTry}>
            Try it yourself
          </button>
        </p>
      </div>
    </section>
  );
}
