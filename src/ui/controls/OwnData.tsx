import { useCallback, useEffect, useId, useRef, useState, type RefObject } from 'react';
import { DataFileError } from '../../engine/files/arrays.ts';
import { LoadError } from '../loading/chunk.ts';
import { openOwnFile } from '../lab/openData.ts';

interface Outcome {
  failed: boolean;
  text: string;
}

async function open(file: File): Promise<Outcome> {
  try {
    return { failed: false, text: await openOwnFile(file) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      failed: true,
      text:
        error instanceof DataFileError || error instanceof LoadError
          ? message
          : `${file.name} can’t be read: ${message}`,
    };
  }
}

/** Takes the first of the files that are dropped on an element; says whether one hovers over it. */
function useDrop(area: RefObject<HTMLElement | null>, take: (file?: File) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const { current: element } = area;
    if (!element) return undefined;
    const ends = new AbortController();
    const { signal } = ends;
    const hover = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      // The rest of the page takes experiment files.
      event.stopPropagation();
      setOver(false);
      take(event.dataTransfer?.files[0]);
    };
    element.addEventListener('dragover', hover, { signal });
    element.addEventListener('dragleave', () => setOver(false), { signal });
    element.addEventListener('drop', drop, { signal });
    return () => ends.abort();
  }, [area, take]);
  return over;
}

/** Opens a file of own data that is chosen, or dropped on it. */
export function OwnData() {
  const id = useId();
  const area = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState<Outcome>();
  const take = useCallback((file?: File) => {
    if (!file) return;
    setOutcome({ failed: false, text: `${file.name} is being read…` });
    void open(file).then(setOutcome);
  }, []);
  const over = useDrop(area, take);
  return (
    <section ref={area} className="own-data" data-over={over || undefined} aria-label="Data file">
      <label htmlFor={id}>
        Open a data file, or drop it here: .npz or HDF5 with inputs and outputs of at least two
        samples. It stays in this browser.
      </label>
      <input
        id={id}
        type="file"
        data-testid="own-data-file"
        accept=".npz,.h5,.hdf5,.safetensors"
        onChange={({ target }) => {
          take(target.files?.[0]);
          // So that the same file can be chosen again.
          target.value = '';
        }}
      />
      <output data-testid="own-data-outcome" data-state={outcome?.failed ? 'failed' : undefined}>
        {outcome?.text}
      </output>
    </section>
  );
}
