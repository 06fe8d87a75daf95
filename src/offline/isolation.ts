/** The headers that make a page cross-origin isolated, on servers that can't be told to send them. */

/** `require-corp`, which every browser knows: the page loads nothing from elsewhere, so nothing is kept out. */
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  // An isolated page may frame this one, too.
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

/** Their bodies must be empty. */
const BODILESS: readonly number[] = [101, 204, 205, 304];

/** The headers of a response whose body is passed on unpacked. */
export function unpackedHeaders(response: Response): Headers {
  const headers = new Headers(response.headers);
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  return headers;
}

/** Pages and the scripts of their workers: the others need no headers. */
export const needsIsolation = ({ mode, destination }: Pick<Request, 'mode' | 'destination'>) =>
  mode === 'navigate' || destination === 'worker' || destination === 'sharedworker';

/** The same answer with the headers; what a server says itself is left alone, and so are redirections. */
export function isolated(response: Response): Response {
  const { status, statusText, type } = response;
  if (type === 'opaqueredirect' || type === 'error' || type === 'opaque') return response;
  if (response.headers.has('Cross-Origin-Embedder-Policy')) return response;
  const headers = unpackedHeaders(response);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  const body = BODILESS.includes(status) ? null : response.body;
  return new Response(body, { status, statusText, headers });
}
