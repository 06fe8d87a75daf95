import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from './table.ts';
import { parseCsv } from './table.testing.ts';

describe('toCsv', () => {
  it('quotes only what needs it, and leaves empty what is missing', () => {
    expect(
      toCsv([
        { name: 'a "wide" net', error: 0.5 },
        { name: 'b, c', steps: 10 },
        { name: undefined, error: 1e-7 },
      ]),
    ).toBe('name,error,steps\r\n"a ""wide"" net",0.5,\r\n"b, c",,10\r\n,1e-7,\r\n');
    expect(toCsv([])).toBe('');
  });

  it('leaves no formula for a spreadsheet, and numbers what they are', () => {
    const link = '=HYPERLINK("//x")';
    expect(toCsv([{ '@a': link, b: '-1+1', c: -1 }])).toBe(
      `'@a,b,c\r\n"'=HYPERLINK(""//x"")",'-1+1,-1\r\n`,
    );
  });

  it('is read back by any reader of RFC 4180', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\r', '\n', ' ', 'µ') });
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(text, fc.oneof(text, fc.double()), { minKeys: 1 }), {
          minLength: 1,
        }),
        (rows) => {
          const [header, ...records] = parseCsv(toCsv(rows));
          expect(header).toEqual([...new Set(rows.flatMap((row) => Object.keys(row)))]);
          expect(records).toEqual(rows.map((row) => header.map((key) => String(row[key] ?? ''))));
        },
      ),
    );
  });
});
