/*
 * The page's Content Security Policy. It stands in the built pages themselves, so that any web server keeps it,
 * and `npm start` sends it as a header as well: a worker obeys the headers of its own script, not the page.
 */

/** Of the one style element that Plotly adds: it is empty, its rules are inserted afterwards. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** What each kind of request may load; everything else comes from the page's own address or not at all. */
const directives = {
  'default-src': ["'self'"],
  // WebAssembly: the kernels of TensorFlow.js, and those that the engine assembles.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  'connect-src': ["'self'"],
  // data: and blob: pictures saved from charts and canvases.
  'img-src': ["'self'", 'data:', 'blob:'],
  'style-src': ["'self'", emptyStyle],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

/** As the value of a `Content-Security-Policy` header or meta element. */
export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources.join(' ')}`)
  .join('; ');

/**
 * Vite plugin: the policy as the first element of every built page. Not in development, where Vite's client adds
 * scripts and styles to the page itself.
 *
 * @returns {import('vite').Plugin}
 */
export const policyPlugin = () => ({
  name: 'slimwave:policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
      injectTo: 'head-prepend',
    },
  ],
});
