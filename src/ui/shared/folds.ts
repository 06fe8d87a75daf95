/** What the visitor has unfolded. It is kept in the browser, so that a page that is opened again looks as it was left. */
import { create } from 'zustand';

const STORAGE_KEY = 'slimwave.unfolded';

/** Storage may be forbidden (private windows, embedded pages): then folds last as long as the page. */
function stored(): readonly string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

function remember(names: readonly string[]): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(names));
  } catch {
    // Nothing is lost but the memory.
  }
}

const useFolds = create<{ open: ReadonlySet<string> }>()(() => ({ open: new Set(stored()) }));

/** Opens or closes the folds of these names; both are remembered. */
export function setFolds(names: readonly string[], open: boolean): void {
  const { open: before } = useFolds.getState();
  if (names.every((name) => before.has(name) === open)) return;
  const after = new Set(before);
  for (const name of names) {
    if (open) after.add(name);
    else after.delete(name);
  }
  remember([...after]);
  useFolds.setState({ open: after });
}

/** Whether a fold is open. */
export const useFold = (name: string): boolean => useFolds(({ open }) => open.has(name));
