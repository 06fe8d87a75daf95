import { expect, it } from 'vitest';
import { PREVIEW, isPreview } from './preview.ts';

const frame = (...attributes: string[]) =>
  ({ hasAttribute: (name: string) => attributes.includes(name) }) as Element;

it('only a frame that is marked as one is a preview', () => {
  expect(isPreview({ frameElement: frame(PREVIEW) })).toBe(true);
  expect(isPreview({ frameElement: frame('src') })).toBe(false);
  // No frame, or one of another origin.
  expect(isPreview({ frameElement: null })).toBe(false);
});
