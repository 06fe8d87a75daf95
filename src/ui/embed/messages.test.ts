import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage } from './messages.ts';

const message = (data: unknown) => {
  const read = readMessage(data);
  return 'command' in read ? read.command : read.refusal?.message;
};

describe('a message', () => {
  it.each([
    { slimwave: 1, type: 'train' },
    { slimwave: 1, type: 'pause', id: 7 },
    { slimwave: 1, type: 'step', id: 'x' },
    { slimwave: 1, type: 'set', link: '#v=3&preset=quick', settings: { 'b.rank': 4 }, sample: 1 },
    { slimwave: 1, type: 'set', source: { x: 0.5 } },
  ])('of the right shape is a command: %j', (data) => {
    expect(message(data)).toEqual(data);
  });

  it.each([
    [undefined, 'must look like { slimwave: 1, type: "train" }'],
    ['train', 'must look like'],
    [{ type: 'train' }, 'must look like'],
    [{ slimwave: 2, type: 'train' }, 'protocol version “2”; this page understands version 1.'],
    [{ slimwave: 1, type: 'fly' }, 'no message of the type “fly”; there are set, train,'],
    [{ slimwave: 1 }, 'no message of the type “undefined”'],
    [
      { slimwave: 1, type: 'train', now: true },
      'The message “train” was refused: it has no “now”.',
    ],
    [
      { slimwave: 1, type: 'set', link: 3 },
      'The message “set” was refused: at “link”, expected string but got 3.',
    ],
    [{ slimwave: 1, type: 'set', source: { x: 2 } }, 'at “source.x”, expected <=1 but got 2.'],
    [
      { slimwave: 1, type: 'set', settings: { 'b.rank': {} } },
      '“set” was refused: at “settings.b.rank”',
    ],
    [{ slimwave: 1, type: 'set', sample: 0.5 }, 'at “sample”, it must be a whole number.'],
  ])('of a foreign shape gets a sentence: %j', (data, sentence) => {
    expect(message(data)).toContain(sentence);
  });

  it('of any kind is read without an exception, and answered in a sentence under its id', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({ slimwave: fc.constant(1), type: fc.constant('set'), link: fc.anything() }),
        ),
        (data) => {
          const read = readMessage(data);
          if ('refusal' in read && read.refusal)
            expect(read.refusal.message).toMatch(/^[A-Z][^]*\.$/);
        },
      ),
    );
    expect(readMessage({ slimwave: 1, type: 'fly', id: 3 })).toMatchObject({
      refusal: { to: 'fly', id: 3, ok: false },
    });
  });

  it('that this page has sent itself is not answered: two pages would never come to an end', () => {
    for (const type of ['ready', 'progress', 'done', 'prediction', 'height', 'key', 'answer'])
      expect(readMessage({ slimwave: 1, type, more: 1 })).toEqual({});
  });
});
