/** Pictures as grey levels. */

export interface GreyPicture {
  width: number;
  height: number;
  /** From 0 (black) to 1 (white), [row, column], from the top and from the left. */
  levels: Float32Array;
}

/** Luma of Rec. ITU-R BT.709 of the colours as stored; `most` is that of white. Grey stays exactly as it is. */
export const greyLevel = (red: number, green: number, blue: number, most: number): number =>
  (red === green && green === blue ? red : 0.2126 * red + 0.7152 * green + 0.0722 * blue) / most;

/** Of pixels as a canvas gives them: red, green, blue, alpha. */
export function greyOf(pixels: Uint8ClampedArray, width: number, height: number): GreyPicture {
  const levels = new Float32Array(width * height);
  for (let i = 0; i < levels.length; i++) {
    levels[i] = greyLevel(pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2], 255);
  }
  return { width, height, levels };
}
