import { useEffect, useRef, useState } from 'react';
import { PREVIEW } from '../page/preview.ts';
import { observeSize } from '../shared/observe.ts';
import { ALLOW, type Size } from './embedCode.ts';
import styles from './share.module.css';

/** A new link waits until nothing has changed for so long (ms). */
const REST_MS = 400;

/** A picture of the frame as it will be, smaller where there is no room for it; nothing in it can be used. */
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
          // A frame that goes elsewhere would add to the history of the tab, and a new one doesn't.
          key={shown}
          {...{ [PREVIEW]: '' }}
          inert
          src={shown}
          title="Preview of the frame"
          allow={ALLOW}
          style={{ width, height: size.height, transform: `scale(${scale})` }}
        />
      )}
    </div>
  );
}
