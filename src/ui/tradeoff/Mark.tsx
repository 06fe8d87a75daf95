import type { FormatId } from '../../engine/formats/index.ts';

/** The shapes of the chart's marks in a square of 12. */
const shapes: Readonly<Record<FormatId, string>> = {
  classical: 'M6 2a4 4 0 1 1 0 8a4 4 0 1 1 0-8z',
  'kernel-cp': 'M2.4 2.4h7.2v7.2H2.4z',
  'one-way': 'M6 1l5 5l-5 5l-5-5z',
  'one-way-bank': 'M6 1.5l5 8.5H1z',
  'layer-cp': 'M6 10.5l5-8.5H1z',
  'tucker-2': 'M4.2 1h3.6v3.2H11v3.6H7.8V11H4.2V7.8H1V4.2h3.2z',
  'tensor-train': 'M6 .8l1.4 3.6l3.8.2l-3 2.4l1 3.8L6 8.7l-3.2 2.1l1-3.8l-3-2.4l3.8-.2z',
  'depthwise-separable':
    'M6 4.2L8.7 1.5l1.8 1.8L7.8 6l2.7 2.7l-1.8 1.8L6 7.8l-2.7 2.7l-1.8-1.8L4.2 6L1.5 3.3l1.8-1.8z',
};

/** The mark of a format in the chart; an outline for narrow networks and those compressed after training. */
export function Mark({ format, outlined = false }: { format: FormatId; outlined?: boolean }) {
  return (
    <svg
      className={`mark format-${format}`}
      viewBox="0 0 12 12"
      data-outlined={outlined || undefined}
      aria-hidden="true"
    >
      <path d={shapes[format]} />
    </svg>
  );
}
