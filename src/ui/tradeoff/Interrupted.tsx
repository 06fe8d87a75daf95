import { useMemo } from 'react';
import type { Entry } from '../archive/entry.ts';
import { useActions } from '../lab/context.ts';
import { useFirstClick } from '../shared/firstClick.ts';
import { countOf } from '../shared/numbers.ts';
import { useLab } from '../state.ts';
import { estimate } from '../sweep/estimate.ts';
import { atOnce } from '../sweep/grouping.ts';
import { browserKeeping } from '../sweep/keeping.ts';
import { leftIn } from '../sweep/left.ts';
import type { Order } from '../sweep/order.ts';
import { sweepPlan } from '../sweep/queue.ts';
import { carryOut, discardSweep, whyBusy, whyNotOn } from '../sweep/sweep.ts';
import { useTimed } from '../sweep/timed.ts';
import { timeText } from './sweepTexts.ts';
import section from '../shared/section.module.css';
import styles from './sweep.module.css';

interface InterruptedProps {
  order: Order;
  /** All networks that are kept. */
  entries: readonly Entry[];
}

/** A sweep that was cancelled, or ended with the page: what is left of it can be trained. */
export function Interrupted({ order, entries }: InterruptedProps) {
  const lab = useActions();
  const busy = useLab(whyBusy);
  const reason = busy ?? whyNotOn(lab, order);
  const plan = useMemo(() => sweepPlan(order), [order]);
  const queue = useMemo(() => leftIn(plan, entries), [plan, entries]);
  // It may appear under a pointer that has just cancelled.
  const resume = useFirstClick(() => void carryOut(lab, browserKeeping, order));
  const discard = useFirstClick(() => void discardSweep(lab, browserKeeping));
  const time = timeText(estimate(queue.runs, useTimed(entries), atOnce()));
  return (
    <div className={styles.interrupted} data-testid="sweep-interrupted">
      <p>
        {`A sweep of ${countOf(queue.total, 'network')} (“${order.preset.title}”, with the settings of its start) is not finished: ${queue.total - queue.left} are trained, ${queue.left} are left, ${time}. Networks that were interrupted continue where they were.`}
      </p>
      {reason !== undefined && <p className={section.note}>{reason}</p>}
      <span className={styles.buttons}>
        <button type="button" disabled={reason !== undefined} {...resume}>
          Resume sweep
        </button>
        <button type="button" {...discard}>
          Give it up
        </button>
      </span>
    </div>
  );
}
