import { useId, useState } from 'react';
import type { ShapeQuestion } from '../lab/data/asking.ts';
import { formatCount } from '../shared/numbers.ts';
import styles from './owndata.module.css';
import { readShape, shapeProblem } from './texts.ts';

interface ShapeFormProps {
  shape: ShapeQuestion;
  onShape: (shape: readonly number[]) => void;
}

/** Asks for the shape of a file without a header. */
export function ShapeForm({ shape: { file, count, suggestions }, onShape }: ShapeFormProps) {
  const id = useId();
  const [text, setText] = useState((suggestions[0] ?? []).join(' × '));
  const problem = shapeProblem(text, count);
  return (
    <form
      className={styles.shapeForm}
      onSubmit={(event) => {
        event.preventDefault();
        const shape = readShape(text);
        if (problem === undefined && shape) onShape(shape);
      }}
    >
      <p>
        {`${file} has no header that says its shape. It may hold ${formatCount(count)} numbers of 32 bits: which shape do they have?`}
      </p>
      {suggestions.length > 1 && (
        <select
          aria-label="Shapes that fit"
          value={suggestions.map((one) => one.join(' × ')).find((one) => one === text) ?? ''}
          onChange={({ target }) => setText(target.value)}
        >
          <option value="">another one</option>
          {suggestions.map((one) => (
            <option key={one.join()} value={one.join(' × ')}>
              {one.join(' × ')}
            </option>
          ))}
        </select>
      )}
      <label htmlFor={id}>Shape</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        value={text}
        aria-invalid={(text !== '' && problem !== undefined) || undefined}
        aria-describedby={`${id}-problem`}
        onChange={({ target }) => setText(target.value)}
      />
      <p id={`${id}-problem`} className={text === '' ? 'muted' : styles.problem}>
        {problem}
      </p>
      <button type="submit" disabled={problem !== undefined}>
        Continue
      </button>
    </form>
  );
}
