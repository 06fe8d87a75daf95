/** How files of some formats begin. */

export const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const begins = (head: Uint8Array, bytes: readonly number[]): boolean =>
  bytes.every((byte, i) => head[i] === byte);

export const isPng = (head: Uint8Array): boolean => begins(head, PNG_SIGNATURE);
const isJpeg = (head: Uint8Array): boolean => begins(head, [0xff, 0xd8]);
/** Whether a file that begins like this is a picture that can be read. */
export const isPicture = (head: Uint8Array): boolean => isPng(head) || isJpeg(head);
/** Whether a file that begins like this is a zip file, as an .npz is. */
export const isZip = (head: Uint8Array): boolean => begins(head, [0x50, 0x4b]);
