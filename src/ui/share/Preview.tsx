import { useEffect, useRef, useState } from 'react';
import { observeSize } from '../shared/observe.ts';
import { ALLOW, type Size } from './embedCode.ts';
import styles from './share.module.css';

/** A new link waits until nothing has changed for so long (ms). */
const REST_MS = 400;

/** The frame as it will be, drawn smaller where there is no room for it. */
export function Preview({ link, size }: { link: string; size: Size }) {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  const [shown, setShown] = useState(link);
  useEffect(
    () => (box.current ? observeSize(box.current, (width) => setRoom(width)) : undefined),
    [],
  );
  useEffect(() => {
    const timer = setTimeout(() => setShown(link), REST_MS);
    return () => clearTimeout(timer);
  }, [link]);
  const width = size.width === 'full' ? Math.max(room, 320) : size.width;
  const scale = room > 0 ? Math.min(1, room / width) : 1;
  return (
    <div ref={box} className={styles.preview} style={{ height: scale * size.height }}>
      {room > 0 && (
        // oxlint-disable-next-line react/iframe-missing-sandbox -- this page itself, as elsewhere without one
        <iframe
          src={shown}
          title="Preview of the frame"
          allow={ALLOW}
          style={{ width, height: size.height, transform: `scale(${scale})` }}
        />
      )}
    </div>
  );
}
