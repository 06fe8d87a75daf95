/** What happens to links in mails, chats and documents, for tests. */

/** Escaped as a whole, as by a program that takes the hash for a word. */
export const escape = (hash: string) => `#${encodeURIComponent(hash.slice(1))}`;
const quotedPrintable = (hash: string) =>
  hash
    .replaceAll('=', '=3D')
    // No line ends within an escape.
    .replaceAll(/(?:=3D|[^=]){20}/g, (line) => `${line}=\r\n`);

/** What happens to links on their way, and leaves no doubt about what they said. */
export const mishaps: Readonly<Record<string, (hash: string) => string>> = {
  'a percent sign lost its escape': (hash) => hash.replaceAll('%25', '%'),
  'the ampersands of HTML': (hash) => hash.replaceAll('&', '&amp;'),
  'escaped for HTML twice': (hash) => hash.replaceAll('&', '&amp;amp;'),
  'numbered entities': (hash) => hash.replaceAll('&', '&#38;').replaceAll('=', '&#x3d;'),
  'escaped as a whole': escape,
  'escaped as a whole, twice': (hash) => escape(escape(hash)),
  'the number sign escaped too': (hash) => encodeURIComponent(hash),
  'values escaped twice': (hash) => hash.replaceAll('%', '%25'),
  'wrapped at 30 characters': (hash) => hash.replaceAll(/(.{30})/g, '$1\n'),
  'wrapped and quoted in a mail': (hash) => hash.replaceAll(/(.{30})/g, '$1\r\n> > '),
  'the source of a mail': quotedPrintable,
  'blanks put in': (hash) => hash.replaceAll(/(.{17})/g, '$1 '),
  'escaped blanks put in': (hash) => hash.replaceAll(/([a-z.]=)/g, '%20$1%20'),
  'characters without a width': (hash) => hash.replaceAll(/(.{11})/g, '$1\u200b\u00ad\u2060'),
  'escaped characters without a width': (hash) => hash.replaceAll('=', '%E2%80%8B='),
  'marks of the direction of writing': (hash) => `\u202a${hash}\u202c`,
  'capitals only': (hash) => hash.toUpperCase(),
  'a whole link in capitals': (hash) => `HTTPS://EXAMPLE.ORG/LAB/${hash.toUpperCase()}`,
  'a query before it': (hash) => `https://example.org/?utm_source=x&b.rank=1${hash}`,
  'a question mark for the number sign': (hash) => `https://example.org/${hash.replace('#', '?')}`,
  'a question mark behind the number sign': (hash) => hash.replace('#', '#?'),
  'a router’s slash': (hash) => hash.replace('#', '#!/'),
  'pasted twice': (hash) => hash + hash,
  'a slash at the end': (hash) => `${hash}/`,
  ...Object.fromEntries(
    [
      '.',
      ',',
      ';',
      ':',
      '!',
      '?',
      ')',
      '>',
      '"',
      "'",
      ']',
      '}',
      '**',
      '_',
      '`',
      '...',
      '…',
      ').',
      '.)',
      '">',
      '»',
      '”',
      '&',
      '%22',
      '%3E.',
      '&gt;',
      '&quot;',
      '\\',
      '|',
    ].map((end) => [`${end} at the end`, (hash: string) => hash + end]),
  ),
};
