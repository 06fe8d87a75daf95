/** Charts as files: drawn by Plotly, which is loaded if it is not there yet. */
import { withPngText } from '../../engine/files/png.ts';
import { loadPlotly } from './plotly.ts';
import { PICTURE, pictureFigure, withSvgText, type Caption } from './pictureFigure.ts';
import type { Figure, PlotColours } from './plot.ts';

/** Of a `data:` address, which the page may show but not fetch. */
export function bytesOf(address: string): Uint8Array {
  const comma = address.indexOf(',');
  const content = address.slice(comma + 1);
  if (!address.slice(0, comma).endsWith(';base64')) {
    return new TextEncoder().encode(decodeURIComponent(content));
  }
  return Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
}

export const SOFTWARE = 'Slimwave';

/** Bytes of the picture, with caption and link inside. Rejects with a sentence where Plotly can't be loaded. */
export async function chartPicture(
  figure: Figure,
  caption: Caption,
  colours: PlotColours,
  format: 'png' | 'svg',
): Promise<Uint8Array> {
  const { default: plotly } = await loadPlotly();
  const { data, layout } = pictureFigure(figure, caption, colours);
  const options = { format, ...PICTURE, scale: format === 'png' ? 2 : 1 };
  const bytes = bytesOf(await plotly.toImage({ data, layout }, options));
  if (format === 'svg') {
    return new TextEncoder().encode(withSvgText(new TextDecoder().decode(bytes), caption));
  }
  return withPngText(bytes, {
    Title: `${caption.title}. ${caption.subtitle}`,
    Source: caption.link,
    Software: SOFTWARE,
  });
}
