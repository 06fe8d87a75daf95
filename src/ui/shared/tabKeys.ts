/** Which of `count` tabs a key leads to from the one at `at` (from 0), round at both ends; undefined for other keys. Pure. */
export function tabAt(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
