import { expect, it } from 'vitest';
import { waitingFor } from './late.ts';

it('names who waits, with the verb that fits', () => {
  expect(waitingFor(['samples'])).toBe('The samples wait');
  expect(waitingFor(['simulation'])).toBe('The wave waits');
  expect(waitingFor(['simulation', 'a'])).toBe('The wave and network A wait');
});
