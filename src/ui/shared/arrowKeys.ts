/** The keys that go to the next item of a list and to the one before. */
const arrows = {
  across: ['ArrowRight', 'ArrowLeft'],
  down: ['ArrowDown', 'ArrowUp'],
} as const;

/**
 * To which of `count` items a key leads from the one at `at` (from 0; -1 if it is none), round at both ends; undefined
 * for other keys. Pure.
 */
export function nextAt(
  key: string,
  at: number,
  count: number,
  direction: keyof typeof arrows,
): number | undefined {
  const [next, previous] = arrows[direction];
  switch (key) {
    case next:
      return (at + 1) % count;
    case previous:
      return (Math.max(at, 0) + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
