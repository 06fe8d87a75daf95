import type { CSSProperties } from 'react';
import { findFormat, type FormatId } from 'slimwave-formats/registry';
import { useTheme } from '../theme.ts';
import styles from './tradeoff.module.css';

/** The mark of a format in the chart; an outline for narrow networks and those compressed after training. */
export function Mark({ format, outlined = false }: { format: FormatId; outlined?: boolean }) {
  const theme = useTheme((state) => state.theme);
  const { mark, colour } = findFormat(format);
  return (
    <svg
      className={styles.mark}
      style={{ '--format': colour[theme] } as CSSProperties}
      viewBox="0 0 12 12"
      data-outlined={outlined || undefined}
      aria-hidden="true"
    >
      <path d={mark.path} />
    </svg>
  );
}
