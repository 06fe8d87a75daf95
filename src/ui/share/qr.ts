/** A link as a QR code, as the path of an SVG. */
import { correction, generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';

export interface QrPath {
  /** Of an SVG path; one unit is a module. */
  d: string;
  /** Modules of a side, without the quiet zone. */
  size: number;
}

/** Modules that must stay empty around the code, so that cameras find it. */
export const QUIET = 4;

/** Undefined for a text that no code holds: more than some 2,900 characters. */
export function qrPath(text: string): QrPath | undefined {
  try {
    const code = generate(text, { minCorrectionLevel: correction.L });
    return { d: toSvgPath(code), size: code.size };
  } catch {
    return undefined;
  }
}
