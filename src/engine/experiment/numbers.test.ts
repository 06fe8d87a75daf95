import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber, parseInterval, parseNumber } from './numbers.ts';
import { checkText, findLeaf } from './leaves.ts';

describe('numbers', () => {
  it.each([
    ['0,15', 0.15],
    ['-0,5', -0.5],
    [',5', 0.5],
    ['1,5e-3', 0.0015],
    ['\u22120.5', -0.5],
    ['–2', -2],
    ['1e−3', 0.001],
    ['１２', 12],
    ['０．１５', 0.15],
    ['０，１５', 0.15],
    ['٣٢', 32],
    ['٠٫١٥', 0.15],
    ['۱۲', 12],
    ['१२', 12],
    ['𝟙𝟚', 12],
    ['1 000', 1000],
    ['1\u202f000\u202f000', 1_000_000],
    ['1\u00a0000,5', 1000.5],
    ['1’000', 1000],
    ['١٬٠٠٠', 1000],
    ['1,000,000', 1_000_000],
    ['1.000.000', 1_000_000],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['\u200e12\u200f', 12],
    [' \u00a00.5\u2009', 0.5],
    ['-0', 0],
    ['+3', 3],
    ['5.', 5],
  ])('%j is %d', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each([
    '',
    '-',
    '.',
    ',',
    'e5',
    '0x10',
    '1_000',
    '1 5',
    '0.2 0.4',
    '1,2,3',
    '1.2.3',
    '12,34,567',
    '1,234.567,8',
    '1.234,567.8',
    '0..1',
    '½',
    '2²',
    'Infinity',
    'NaN',
    '1e',
    '0,1;0,2',
    '1 0000',
    '5%',
  ])('%j is none', (text) => expect(parseNumber(text)).toBeNaN());

  it('are read back as they are written, and a decimal comma makes no difference', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (x) => {
        const text = formatNumber(x);
        expect(parseNumber(text)).toBe(Number(text) + 0);
        expect(parseNumber(text.replace('.', ','))).toBe(Number(text) + 0);
      }),
    );
  });

  it('of intervals keep to their two ends', () => {
    expect(parseInterval('0,2..0,4')).toEqual([0.2, 0.4]);
    expect(parseInterval('0,2')).toEqual([0.2, 0.2]);
  });

  it('of any length take no time', () => {
    for (const text of [
      '9'.repeat(1e6),
      `${'1'.repeat(1e6)}x`,
      `1${' '.repeat(1e6)}x`,
      '1,'.repeat(1e6),
    ]) {
      expect(parseNumber(text)).toBeNaN();
    }
  });
});

describe('texts of settings', () => {
  const check = (key: string, text: string) => checkText(findLeaf(key)!, text);

  it.each([
    ['a.rate', '0,015', 0.015],
    ['training.steps', '1 000', 1000],
    ['training.steps', '10,000,000', undefined],
    ['source.x', '0,2..0,4', [0.2, 0.4]],
    ['source.x', '0,3', [0.3, 0.3]],
    ['b.rank', '12,5%', { keep: 0.125 }],
    ['b.rank', '25 %', { keep: 0.25 }],
    ['b.rank', '２５％', { keep: 0.25 }],
    ['b.format', ' One-Way ', 'one-way'],
    ['task.outputs', '1 × 32 × 32', '1x32x32'],
    ['source.x', '0.1..0.2..0.3', undefined],
  ])('%s takes %j', (key, text, value) => {
    expect(check(key, text)).toMatchObject(
      value === undefined ? { ok: false } : { ok: true, value },
    );
  });

  it.each([
    ['training.steps', '1,000'],
    ['training.steps', '1.000'],
    ['data.train', '4,096'],
    ['b.rank', '1,024'],
    ['training.clip', '1,000'],
  ])('%s asks what %j means', (key, text) => {
    const checked = check(key, text);
    expect(!checked.ok && checked.message).toMatch(
      /must be written without a sign between its digits/,
    );
  });

  it('a full stop before decimals stays one, as links write numbers', () => {
    expect(check('training.clip', '1.125')).toEqual({ ok: true, value: 1.125 });
    expect(check('scene.duration', '1.375')).toEqual({ ok: true, value: 1.375 });
  });

  it('in lists, commas stand between numbers', () => {
    expect(check('scene.receivers', 'point(0,5,0,5)')).toMatchObject({ ok: false });
    expect(check('scene.receivers', 'Point( 0.5 , 0.5 )')).toMatchObject({ ok: true });
  });
});
