import { describe, expect, it } from 'vitest';
import { resultsMarkdown } from './results.ts';
import { formatTable, markdownTable, milliseconds, ratio } from './table.ts';

const table = {
  title: 'Title',
  rows: [
    { what: 'short', value: '1 ms', aim: '≤ 2 ms' },
    { what: 'a long name', value: 'a | b' },
  ],
};

describe('tables', () => {
  it('line up their columns', () => {
    const [title, first, second] = formatTable(table).split('\n');
    expect(title).toBe('Title');
    expect(first.indexOf('1 ms') + '1 ms'.length).toBe(second.length);
    expect(first).toMatch(/ aim: ≤ 2 ms$/);
  });

  it('become Markdown, with bars in cells escaped', () => {
    const lines = markdownTable(table).split('\n');
    expect(lines).toContain('| short | 1 ms | ≤ 2 ms |');
    expect(lines).toContain('| a long name | a \\| b |  |');
  });

  it('show numbers with digits that mean something', () => {
    expect([milliseconds(1.234), milliseconds(56.7), ratio(0.236), ratio(53.6)]).toEqual([
      '1.23 ms',
      '57 ms',
      '0.24',
      '54',
    ]);
  });
});

describe('a file of results', () => {
  it('has the facts, what failed, every table and every plot', () => {
    const text = resultsMarkdown({
      date: '2026-11-25',
      machine: 'box-2-cores',
      facts: ['Node: v20'],
      method: 'How.',
      tables: [table],
      failures: ['Other: not measured.'],
      plots: { growth: '<svg/>' },
    });
    for (const part of ['# Benchmarks of 2026-11-25', '- Node: v20', 'How.', '## Title']) {
      expect(text).toContain(part);
    }
    expect(text).toContain('Other: not measured.');
    expect(text).toContain('![growth](2026-11-25-box-2-cores-growth.svg)');
  });
});
