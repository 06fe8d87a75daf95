/** How to cite the page, and the paper that its idea comes from: the data of CITATION.cff, which a test compares. Pure. */

export const software = {
  title: 'Slimwave',
  author: 'The Slimwave authors',
  licence: 'Apache-2.0',
} as const;

export const paper = {
  title: 'A priori compression of convolutional neural networks for wave simulators',
  authors: ['Boukraichi', 'Akkari', 'Casenave', 'Ryckelynck'],
  year: 2023,
  eprint: '2304.04964',
  address: 'https://arxiv.org/abs/2304.04964',
} as const;

const entry = (kind: string, key: string, fields: Readonly<Record<string, string>>): string =>
  [
    `@${kind}{${key},`,
    ...Object.entries(fields).map(([name, value]) => `  ${name} = {${value}},`),
    '}',
  ].join('\n');

/** Braces keep names that are no persons', and capitals, as they are. */
export function bibtex({
  version,
  link,
  visited,
}: {
  version: string;
  link: string;
  visited: Date;
}): string {
  return [
    entry('software', 'slimwave', {
      author: `{${software.author}}`,
      title: `{${software.title}}`,
      version,
      license: software.licence,
      url: link,
      urldate: visited.toISOString().slice(0, 10),
    }),
    entry('misc', 'boukraichi2023', {
      author: paper.authors.join(' and '),
      title: `{${paper.title}}`,
      year: String(paper.year),
      eprint: paper.eprint,
      archivePrefix: 'arXiv',
      url: paper.address,
    }),
  ].join('\n\n');
}
