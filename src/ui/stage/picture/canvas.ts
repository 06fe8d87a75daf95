/** Canvases to make files from, and what may be wrong with them. */

interface Drawing {
  canvas: HTMLCanvasElement;
  context: CanvasRenderingContext2D;
}

/** Throws, with a sentence, where the browser has none of this size (px). */
export function createDrawing(width: number, height: number): Drawing {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) {
    throw new Error(
      `This browser gives the page no canvas of ${width} × ${height} pixels to draw on. Close other tabs, or compare fewer networks, and try again.`,
    );
  }
  return { canvas, context };
}

const COLOUR = [10, 200, 30, 255];

/** Throws, with a sentence, where the browser changes what a page reads from its own canvas. */
export function requireTrueColours(): void {
  const { context } = createDrawing(1, 1);
  context.fillStyle = `rgb(${COLOUR.slice(0, 3).join(' ')})`;
  context.fillRect(0, 0, 1, 1);
  const { data } = context.getImageData(0, 0, 1, 1);
  if (COLOUR.every((value, i) => data[i] === value)) return;
  throw new Error(
    'This browser changes the pictures that a page makes, as a protection against being recognised. Allow this page to use canvas images (the browser asks beside the address), and try again.',
  );
}

/** The PNG file of a canvas. Rejects with a sentence where there is no memory for it. */
export function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) void blob.arrayBuffer().then((buffer) => resolve(new Uint8Array(buffer)), reject);
      else
        reject(
          new Error('There is not enough memory for the picture. Close other tabs, and try again.'),
        );
    }, 'image/png');
  });
}
