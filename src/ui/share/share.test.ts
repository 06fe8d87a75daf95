import fc from 'fast-check';
import { expect, it } from 'vitest';
import citation from '../../../CITATION.cff?raw';
import packageJson from '../../../package.json' with { type: 'json' };
import { writePage } from '../page/pageText.ts';
import { bibtex, paper, software } from './citation.ts';
import { firstChoice, optionsIn, pageOf, viewsWith, withView } from './embedChoice.ts';
import { embedCode } from './embedCode.ts';
import { qrPath } from './qr.ts';

it('the citation is that of CITATION.cff', () => {
  const lines = citation.split('\n').map((line) => line.trim());
  for (const line of [
    `title: ${software.title}`,
    `- name: ${software.author}`,
    `license: ${software.licence}`,
    `version: ${packageJson.version}`,
    `title: ${paper.title}`,
    ...paper.authors.map((name) => `- family-names: ${name}`),
    `year: ${paper.year}`,
    `value: arXiv:${paper.eprint}`,
    `url: ${paper.address}`,
  ])
    expect(lines).toContain(line);
});

it('BibTeX has the version, the link and the day, in balanced braces', () => {
  const link = 'https://example.org/#v=3&preset=quick&b.rank=25%25';
  const text = bibtex({ version: '1.2.3', link, visited: new Date('2026-11-27T12:00:00Z') });
  expect(text).toContain('version = {1.2.3},');
  expect(text).toContain(`url = {${link}},`);
  expect(text).toContain('urldate = {2026-11-27},');
  expect(text).toContain('eprint = {2304.04964},');
  expect(text.split('{')).toHaveLength(text.split('}').length);
});

it('no link breaks out of its attribute, and a browser reads it back', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (link, title) => {
      const code = embedCode(link, title, { width: 640, height: 400 });
      const [, src] = /src="([^"]*)" title="([^"<]*)" width="640" height="400" /.exec(code)!;
      const read = src.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
      expect(read).toBe(link);
    }),
  );
  expect(embedCode('x', 'y', { width: 'full', height: 9 })).toContain('width="100%" height="9"');
});

it('a QR code holds links of usual length, and says when one is too long', () => {
  const code = qrPath('https://example.org/#v=3&preset=quick')!;
  expect(code.size).toBeGreaterThanOrEqual(21);
  expect((code.size - 17) % 4).toBe(0);
  expect(code.d).toMatch(/^[MLHVZhvzml\d .,-]+$/);
  expect(qrPath('x'.repeat(2_900))).toBeDefined();
  expect(qrPath('x'.repeat(3_000))).toBeUndefined();
});

it('a frame may show the lesson that is open, with its answers or without, and hides nothing else at first', () => {
  expect(viewsWith(undefined).map(({ value }) => value)).not.toContain('lesson');
  expect(viewsWith('tour').map(({ value }) => value)).toContain('lesson');
  const lesson = withView(firstChoice, 'lesson');
  expect(writePage(pageOf(lesson, 'tour'))).toBe('&view=lesson&lesson=tour');
  expect(optionsIn('lesson').map(({ name }) => name)).toContain('answers');
  const covered = { ...lesson, hide: new Set(['answers'] as const) };
  expect(writePage(pageOf(covered, './mine.md'))).toBe(
    '&view=lesson&hide=answers&lesson=./mine.md',
  );
  // Other frames have neither, although a lesson is open.
  const stage = withView(covered, 'stage');
  expect(writePage(pageOf(stage, 'tour'))).toBe('&view=stage&hide=sample,verdict');
});
