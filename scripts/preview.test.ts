import { expect, it } from 'vitest';
import { previewTags, siteAddress } from './preview.mjs';

const contentOf = (site: string | undefined, property: string) =>
  previewTags(site).find(({ attrs }) => attrs?.property === property)?.attrs?.content;

it('the address of the site is whole, with a slash at its end, or it is refused with a sentence', () => {
  expect(siteAddress(undefined)).toBeUndefined();
  expect(siteAddress('')).toBeUndefined();
  expect(siteAddress('https://example.org/waves')).toBe('https://example.org/waves/');
  expect(siteAddress('https://example.org//')).toBe('https://example.org/');
  for (const wrong of ['example.org', 'ftp://example.org/', 'https://example.org/?a=1']) {
    expect(() => siteAddress(wrong)).toThrow(`not “${wrong}”`);
  }
});

it('the picture has a whole address, or there is none', () => {
  expect(contentOf('https://example.org/waves/', 'og:image')).toBe(
    'https://example.org/waves/social.png',
  );
  expect(contentOf(undefined, 'og:image')).toBeUndefined();
  expect(contentOf(undefined, 'og:title')).toContain('Slimwave');
});

it('the block of data is JSON that names the site', () => {
  const block = previewTags('https://example.org/').find(({ tag }) => tag === 'script');
  expect(JSON.parse(block?.children as string)).toMatchObject({ url: 'https://example.org/' });
});
