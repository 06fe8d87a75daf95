/** The HTML that shows the page in another one. Pure. */

/** As wide as the column that it stands in, or as many pixels. */
export type Width = number | 'full';

export interface Size {
  width: Width;
  /** px */
  height: number;
}

/** Smallest frame in which the stage can be read, and one that no page is larger than (px). */
export const MIN_SIZE = { width: 320, height: 240 };
export const MAX_SIZE = { width: 3840, height: 2400 };

const inAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** What a frame may use of the page around it: threads where that one is isolated, the whole screen, Copy. */
export const ALLOW = 'cross-origin-isolated; fullscreen; clipboard-write';

export function embedCode(link: string, title: string, { width, height }: Size): string {
  const attributes = [
    `src="${inAttribute(link)}"`,
    `title="${inAttribute(title)}"`,
    `width="${width === 'full' ? '100%' : width}"`,
    `height="${height}"`,
    'loading="lazy"',
    `allow="${ALLOW}"`,
    'style="border: 0"',
  ];
  return `<iframe ${attributes.join(' ')}></iframe>`;
}
