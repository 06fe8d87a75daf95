import { useMemo, useState } from 'react';
import type { Mapping, Problem, Proposal } from '../../engine/mapping/mapping.ts';
import { useActions } from '../lab/context.ts';
import type { Asking, DataQuestion } from '../lab/data/asking.ts';
import { useLab } from '../state.ts';
import { ArrayTable } from './ArrayTable.tsx';
import { UseControls } from './AxisControls.tsx';
import { emptyMapping, setAxis, setIndex, setPart, setUse, sides, type Side } from './draft.ts';
import { FormFoot } from './FormFoot.tsx';
import { LayoutChoice } from './LayoutChoice.tsx';
import { useLooks } from './looks.ts';
import styles from './owndata.module.css';
import { PreviewPictures } from './PreviewPictures.tsx';
import { rowNamed, rowsOf, type Row } from './rows.ts';
import { SampleControls } from './SampleControls.tsx';
import { summarise } from './summary.ts';

interface MappingFormProps {
  question: DataQuestion;
  asking: Asking;
}

const sideTitles: Readonly<Record<Side, string>> = {
  inputs: 'What goes in',
  outputs: 'What comes out',
};

/** Which arrays go in and come out, what their axes count, which part is read, and what that would give. */
export function MappingForm({ question, asking }: MappingFormProps) {
  const { session, listing, first } = question;
  const { files } = useActions();
  const wanted = useLab(({ experiment }) => experiment.data);
  const reading = useLab((state) => state.reading);
  const [mapping, setMapping] = useState<Mapping>(first ?? emptyMapping);
  const [proposal, setProposal] = useState<Proposal | undefined>(question.proposal);
  const [failure, setFailure] = useState(question.problem);
  const rows = useMemo(
    () => rowsOf(listing.arrays, [...listing.proposals.map((one) => one.mapping), mapping]),
    [listing, mapping],
  );
  const looks = useLooks(session, rows, reading !== undefined);
  const summary = useMemo(
    () => summarise(listing.arrays, mapping, wanted),
    [listing, mapping, wanted],
  );
  const change = (next: Mapping) => {
    setMapping(next);
    setFailure(undefined);
  };
  const open = () => {
    setFailure(undefined);
    asking.use(mapping).catch((error: unknown) => {
      setFailure(error instanceof Error ? error.message : String(error));
    });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (summary.problems.length === 0 && !reading) open();
      }}
    >
      <LayoutChoice
        listing={listing}
        proposal={proposal}
        changed={proposal?.mapping !== mapping}
        onProposal={(next) => {
          setProposal(next);
          change(next.mapping);
        }}
      />
      <section aria-label="Arrays">
        <h3>Arrays</h3>
        <ArrayTable
          rows={rows}
          looks={looks}
          mapping={mapping}
          onUse={(row, use) => change(setUse(mapping, rows, row, use))}
        />
      </section>
      <div className={styles.columns}>
        <div>
          {sides.map((side) => (
            <SideControls
              key={side}
              side={side}
              mapping={mapping}
              rows={rows}
              problems={summary.problems.filter(({ at }) => at === side)}
              onMapping={change}
            />
          ))}
          <section aria-label="Samples and scaling">
            <h3>Samples and scaling</h3>
            <SampleControls
              mapping={mapping}
              samples={samplesOf(mapping, rows, listing.arrays.length)}
              convention={proposal?.mapping ?? first}
              problems={summary.problems}
              onMapping={change}
            />
          </section>
        </div>
        <section aria-label="First sample">
          <h3>First sample</h3>
          <PreviewPictures
            session={session}
            mapping={summary.problems.length === 0 && !reading ? mapping : undefined}
          />
        </section>
      </div>
      <FormFoot
        summary={summary}
        failure={failure}
        reading={reading}
        onCancel={() => (reading ? files.cancelReading() : asking.cancel())}
        onWithout={(numbers) =>
          change({ ...mapping, without: [...(mapping.without ?? []), ...numbers] })
        }
      />
    </form>
  );
}

/** How many samples there are, as far as it is known without all arrays fitting together. */
function samplesOf(mapping: Mapping, rows: readonly Row[], arrays: number): number {
  const counts = [...mapping.outputs, ...mapping.inputs].flatMap((use) => {
    const row = rowNamed(rows, use.name);
    const axis = use.axes.findIndex(({ is }) => is === 'sample');
    if (row && axis >= 0) return [row.shape[axis]];
    // Numbers in names may leave some out.
    return row && row.count > 1 ? [Math.max(row.count, row.last + 1)] : [];
  });
  return Math.max(1, counts[0] ?? arrays);
}

interface SideControlsProps {
  side: Side;
  mapping: Mapping;
  rows: readonly Row[];
  problems: readonly Problem[];
  onMapping: (mapping: Mapping) => void;
}

function SideControls({ side, mapping, rows, problems, onMapping }: SideControlsProps) {
  const general = problems.filter(({ array }) => array === undefined);
  return (
    <section aria-label={sideTitles[side]}>
      <h3>{sideTitles[side]}</h3>
      {general.length > 0 && (
        <p className={styles.problem}>{general.map(({ message }) => message).join(' ')}</p>
      )}
      {mapping[side].map((use, index) => (
        <UseControls
          key={`${use.name} ${index}`}
          use={use}
          shape={rowNamed(rows, use.name)?.shape}
          problems={problems.filter(({ array }) => array === index)}
          onAxis={(axis, role) => onMapping(setAxis(mapping, rows, use.name, axis, role))}
          onPart={(axis, part) => onMapping(setPart(mapping, rows, { side, index, axis }, part))}
          onIndex={(axis, at) => onMapping(setIndex(mapping, { side, index, axis }, at))}
        />
      ))}
    </section>
  );
}
