import { useId } from 'react';
import type { Mapping, Problem, Slice, Split, ValueScaling } from '../../engine/mapping/mapping.ts';
import { sliceEnds } from '../../engine/mapping/parts.ts';
import { formatCount } from '../shared/numbers.ts';
import { setScaling, setSplit } from './draft.ts';
import styles from './owndata.module.css';
import { SliceInput } from './SliceInput.tsx';

interface SampleControlsProps {
  mapping: Mapping;
  /** How many samples the files have, or one more than the largest number of one. */
  samples: number;
  /** What the files' own convention is, if the layout has one. */
  convention?: Pick<Mapping, 'split' | 'scaling'>;
  problems: readonly Problem[];
  onMapping: (mapping: Mapping) => void;
}

/** Which samples are read, which train and which test, and how values are scaled. */
export function SampleControls(props: SampleControlsProps) {
  const { mapping, convention, problems, onMapping } = props;
  const id = useId();
  const at = (place: Problem['at']) => problems.filter((problem) => problem.at === place);
  const wrong = at('split').length > 0 ? `${id}-split` : undefined;
  const names = scalarNames(mapping, convention);
  return (
    <div className={styles.samples}>
      <SplitControls {...props} errorId={wrong} />
      {wrong !== undefined && <Sentences id={wrong} problems={at('split')} />}
      {mapping.without && mapping.without.length > 0 && (
        <p>
          <span>
            {`Left out: ${mapping.without.slice(0, 20).join(', ')}${mapping.without.length > 20 ? ' …' : ''}. `}
          </span>
          <button
            type="button"
            className="link"
            onClick={() => onMapping({ ...mapping, without: undefined })}
          >
            Use them again
          </button>
        </p>
      )}
      <label htmlFor={`${id}-scaling`}>Scaling</label>
      <select
        id={`${id}-scaling`}
        value={scalingChoice(mapping.scaling)}
        onChange={({ target }) =>
          onMapping(setScaling(mapping, scalingOf(target.value, mapping, convention)))
        }
      >
        <option value="standard">to mean 0, deviation 1, from training samples only</option>
        <option value="min-max">from 0 to 1, from training samples only</option>
        {names && (
          <option value="by file">{`from 0 to 1, by ${names.input.join(', ')} … of the file`}</option>
        )}
        <option value="none">none: values as they are</option>
      </select>
      <Sentences problems={at('scaling')} />
    </div>
  );
}

const scalarNames = (mapping: Mapping, convention?: Pick<Mapping, 'scaling'>) => {
  const [found] = [mapping.scaling, convention?.scaling].flatMap((scaling) =>
    scaling?.kind === 'min-max' && scaling.by ? [scaling.by] : [],
  );
  return found;
};

const scalingChoice = (scaling: ValueScaling): string =>
  scaling.kind === 'min-max' && scaling.by ? 'by file' : scaling.kind;

function scalingOf(
  choice: string,
  mapping: Mapping,
  convention?: Pick<Mapping, 'scaling'>,
): ValueScaling {
  const by = scalarNames(mapping, convention);
  if (choice === 'by file' && by) return { kind: 'min-max', by };
  return { kind: choice === 'none' || choice === 'min-max' ? choice : 'standard' };
}

function Sentences({ id, problems }: { id?: string; problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <p id={id} className={styles.problem}>
      {problems.map(({ message }) => message).join(' ')}
    </p>
  );
}

const rangeText = (slice: Slice, samples: number): string => {
  const [from, to] = sliceEnds(slice, samples);
  return `${formatCount(from)}–${formatCount(Math.max(from, to - 1))}`;
};

const isSame = (a: Split, b: Split): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Four fifths train if nothing else was said. */
function rangesOf(split: Split, samples: number): Extract<Split, { by: 'ranges' }> {
  if (split.by === 'ranges') return split;
  const [from, to] = sliceEnds(split.samples, samples);
  const middle = from + Math.max(1, Math.floor(((to - from) * 4) / 5));
  return { by: 'ranges', train: { from, to: middle }, test: { from: middle, to } };
}

function SplitControls(props: SampleControlsProps & { errorId?: string }) {
  const { mapping, samples, convention, onMapping, errorId } = props;
  const { split } = mapping;
  const own = convention?.split.by === 'ranges' ? convention.split : undefined;
  const isOwn = own !== undefined && isSame(split, own);
  const id = useId();
  const change = (next: Split) => onMapping(setSplit(mapping, next));
  const choose = (choice: string) => {
    if (choice === 'own' && own) change(own);
    else if (choice === 'ranges') change(rangesOf(split, samples));
    else change({ by: 'order' });
  };
  return (
    <>
      <label htmlFor={id}>Samples</label>
      <select
        id={id}
        aria-invalid={errorId !== undefined || undefined}
        aria-describedby={errorId}
        value={isOwn ? 'own' : split.by}
        onChange={({ target }) => choose(target.value)}
      >
        {own && (
          <option value="own">
            {`as this data set has it: ${rangeText(own.train, samples)} train, ${rangeText(own.test, samples)} test`}
          </option>
        )}
        <option value="order">first ones train, next ones test</option>
        <option value="ranges">chosen by their numbers</option>
      </select>
      {split.by === 'order' && (
        <SliceInput
          label="Samples that are read"
          slice={split.samples}
          extent={samples}
          errorId={errorId}
          onSlice={(slice) => change({ by: 'order', samples: slice })}
        />
      )}
      {split.by === 'ranges' &&
        !isOwn &&
        (['train', 'test'] as const).map((set) => (
          <div key={set} className={styles.range}>
            <span>{set === 'train' ? 'Training' : 'Testing'}</span>
            <SliceInput
              label={set === 'train' ? 'Training samples' : 'Test samples'}
              slice={split[set]}
              extent={samples}
              errorId={errorId}
              onSlice={(slice) => change({ ...split, [set]: slice })}
            />
          </div>
        ))}
    </>
  );
}
