/*
 * What the pages say of themselves to those who link to them: titles and texts always; the picture and the page's own
 * address only where that is known, since both must be whole addresses. The environment variable SLIMWAVE_SITE has it.
 */
import { Complaint } from './tools.mjs';

const title = 'Slimwave: waves, forecast by compressed networks';
const description =
  'Forecast waves with convolutional networks whose kernels are compressed before training, in your own browser.';
const picture = {
  file: 'social.png',
  width: 1200,
  height: 630,
  alt: 'A wave on a square, its forecasts by three networks and their errors',
};

/**
 * The site's address with a slash at its end; undefined where none is named.
 *
 * @param {string | undefined} named
 * @throws {Complaint} where it is no address of a site
 */
export function siteAddress(named) {
  if (!named) return undefined;
  const url = URL.canParse(named) ? new URL(named) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new Complaint(
      `SLIMWAVE_SITE is the address of the site, such as https://example.org/waves/, not “${named}”.`,
    );
  }
  return url.href.replace(/\/*$/, '/');
}

/** @param {string} property @param {string | number} content */
const meta = (property, content) => ({
  tag: 'meta',
  attrs: { property, content: String(content) },
  injectTo: /** @type {const} */ ('head'),
});

/** For search engines: a block of data, which no policy on scripts concerns. @param {string} site */
const data = (site) => ({
  tag: 'script',
  attrs: { type: 'application/ld+json' },
  children: JSON.stringify({
    '@context': 'https://schema.org',
    '@type': ['WebApplication', 'LearningResource'],
    name: 'Slimwave',
    description,
    url: site,
    image: site + picture.file,
    applicationCategory: 'EducationalApplication',
    operatingSystem: 'Any',
    isAccessibleForFree: true,
    license: 'https://www.apache.org/licenses/LICENSE-2.0',
  }),
  injectTo: /** @type {const} */ ('head'),
});

/** @param {string | undefined} site @returns {import('vite').HtmlTagDescriptor[]} */
export function previewTags(site) {
  const tags = [
    meta('og:type', 'website'),
    meta('og:site_name', 'Slimwave'),
    meta('og:title', title),
    meta('og:description', description),
    meta('twitter:card', site ? 'summary_large_image' : 'summary'),
  ];
  if (!site) return tags;
  return [
    ...tags,
    meta('og:url', site),
    meta('og:image', site + picture.file),
    meta('og:image:width', picture.width),
    meta('og:image:height', picture.height),
    meta('og:image:alt', picture.alt),
    { tag: 'link', attrs: { rel: 'canonical', href: site }, injectTo: 'head' },
    data(site),
  ];
}

/**
 * Vite plugin: the tags in the first page.
 *
 * @param {string | undefined} named as in SLIMWAVE_SITE
 * @returns {import('vite').Plugin}
 */
export const previewPlugin = (named = process.env.SLIMWAVE_SITE) => ({
  name: 'slimwave:preview',
  apply: 'build',
  transformIndexHtml: (_, { path }) =>
    path.endsWith('/index.html') ? previewTags(siteAddress(named)) : [],
});
