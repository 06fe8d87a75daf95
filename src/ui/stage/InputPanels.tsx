import { Boundary } from '../faults/Boundary.tsx';
import { FieldCanvas } from './FieldCanvas.tsx';
import { useInputChannels } from './inputs.ts';
import { Panel } from './Panel.tsx';
import styles from './Stage.module.css';

interface InputPanelsProps {
  count: number;
  /** Whether two panels share a column, or a row: a single one leaves the place beside it free. */
  paired: boolean;
}

/** What the networks begin with. */
export function InputPanels({ count, paired }: InputPanelsProps) {
  return (
    <div className={styles.inputs}>
      {Array.from({ length: count }, (_, k) => (
        <Boundary key={k} what={`Input ${k + 1}`} className={styles.panel}>
          <InputPanel index={k} />
        </Boundary>
      ))}
      {paired && count % 2 === 1 && <div />}
    </div>
  );
}

function InputPanel({ index }: { index: number }) {
  const channel = useInputChannels().at(index);
  const title = channel?.title ?? `Input ${index + 1}`;
  return (
    <Panel
      testId={`panel-input-${index + 1}`}
      title={title}
      help={channel?.help ?? ''}
      empty={channel ? undefined : 'What the networks begin with appears here.'}
    >
      <FieldCanvas label={title} picture={channel} skipped={0} still={channel?.format} />
    </Panel>
  );
}
