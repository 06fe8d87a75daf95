import { describe, expect, it } from 'vitest';
import { targets } from './targets.ts';

/** `npm run fuzz` tries thousands. */
const COUNT = 150;

/** Far above what any input takes: only a hang passes it (ms). */
const HANG = 20_000;

describe.each(targets)('mutated input: $name', (target) => {
  it('is read soundly or refused with a sentence', async () => {
    for (let index = 0; index < COUNT; index++) {
      const { verdict, milliseconds } = await target.run(11, index);
      expect(['read', 'refused']).toContain(verdict);
      expect(milliseconds).toBeLessThan(HANG);
    }
  });
});
