import { QUIET, qrPath } from './qr.ts';
import styles from './share.module.css';

/** Always dark on light, with an empty margin: cameras expect that. */
export function QrCode({ link }: { link: string }) {
  const path = qrPath(link);
  if (!path) {
    return (
      <p className="muted" data-testid="qr">
        {`The link has ${link.length.toLocaleString('en')} characters, more than a QR code holds. Copy it instead.`}
      </p>
    );
  }
  const side = path.size + 2 * QUIET;
  return (
    <svg
      className={styles.qr}
      data-testid="qr"
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn here, not an image file
      role="img"
      aria-label="QR code of the link"
      shapeRendering="crispEdges"
    >
      <rect x={-QUIET} y={-QUIET} width={side} height={side} fill="#fff" />
      <path d={path.d} fill="#000" />
    </svg>
  );
}
