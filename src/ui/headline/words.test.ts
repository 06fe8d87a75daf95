import { expect, it } from 'vitest';
import { excessText, factorText, shareText, sizeOf } from './words.ts';

it('shares have their names, or about that', () => {
  expect(shareText(1 / 3)).toBe('a third of');
  expect(shareText(0.35)).toBe('about a third of');
  expect(shareText(0.25)).toBe('a quarter of');
  expect(shareText(0.28)).toBe('28\u202f% of');
  expect(shareText(0.0042)).toBe('0.42\u202f% of');
  expect(shareText(0.66)).toBe('two thirds of');
  expect(shareText(0.9)).toBe('90\u202f% of');
  expect(shareText(2)).toBe('twice');
  expect(shareText(1.4)).toBe('1.4 times');
  expect(shareText(123.4)).toBe('123 times');
});

it('sizes are the same where they differ as little as whole channels do', () => {
  expect(sizeOf(20_484 / 20_778)).toBe('same');
  expect(sizeOf(0.9)).toBe('smaller');
  expect(sizeOf(1.1)).toBe('larger');
});

it('factors have two digits, and excesses are whole', () => {
  expect(factorText(2.234, 'A')).toBe('2.2\u202f× the error of A');
  expect(factorText(14.4, 'A')).toBe('14\u202f× the error of A');
  expect(factorText(0.5, 'C')).toBe('0.5\u202f× the error of C');
  expect(excessText(1.0712)).toBe('7\u202f% more error');
  expect(excessText(0.93)).toBe('7\u202f% less error');
  expect(excessText(1.004)).toBe('0.4\u202f% more error');
});
