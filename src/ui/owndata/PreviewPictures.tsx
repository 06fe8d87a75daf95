import { useEffect, useState } from 'react';
import type { Mapping } from '../../engine/mapping/mapping.ts';
import type { Preview, PreviewPicture } from '../../engine/mapping/preview.ts';
import type { DataSession } from '../../worker/fileClient.ts';
import { formatPlain } from '../shared/numbers.ts';
import styles from './owndata.module.css';
import { Picture } from './Picture.tsx';
import { asRows } from './texts.ts';

interface PreviewPicturesProps {
  session: DataSession;
  /** A mapping that fits; nothing while there is none. */
  mapping?: Mapping;
}

type Shown = { preview: Preview } | { message: string };

/** Changes that follow each other quickly are shown once (ms). */
const WAIT = 200;

/** What goes in and what comes out of the first sample. */
export function PreviewPictures({ session, mapping }: PreviewPicturesProps) {
  const [shown, setShown] = useState<Shown>();
  useEffect(() => {
    if (!mapping) return undefined;
    let stale = false;
    const timer = setTimeout(() => {
      session.preview(mapping).then(
        (preview) => {
          if (!stale && preview) setShown({ preview });
        },
        (error: unknown) => {
          if (!stale) setShown({ message: error instanceof Error ? error.message : String(error) });
        },
      );
    }, WAIT);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [session, mapping]);
  if (!shown) return <p className="muted">The first sample will be here.</p>;
  if ('message' in shown) return <p className={styles.problem}>{shown.message}</p>;
  const { preview } = shown;
  return (
    <div className={styles.preview} data-stale={!mapping || undefined} data-testid="data-preview">
      <h4>{`Sample ${preview.sample}: goes in`}</h4>
      {preview.numbers && (
        <p>
          {Array.from(preview.numbers.subarray(0, 12), (value) => formatPlain(value)).join(', ')}
        </p>
      )}
      <Pictures pictures={preview.inputs} />
      <h4>comes out</h4>
      <Pictures pictures={preview.outputs} />
    </div>
  );
}

const Pictures = ({ pictures }: { pictures: readonly PreviewPicture[] }) => (
  <ul className={styles.pictures}>
    {pictures.map((picture, i) => (
      <li key={i}>
        <Picture {...asRows(picture)} label={picture.title} />
        <span>{picture.title}</span>
      </li>
    ))}
  </ul>
);
