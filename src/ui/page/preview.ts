/** The small frame in the dialog Share that shows what the frame of another page will look like. */

/** The attribute of that frame. Only a page of the same origin can see it, so nobody else can claim to have one. */
export const PREVIEW = 'data-preview';

/** Whether the page is in such a frame: it is a picture then, and leaves alone what the visitor has stored. */
export const isPreview = ({ frameElement }: Pick<Window, 'frameElement'>): boolean =>
  frameElement?.hasAttribute(PREVIEW) ?? false;
