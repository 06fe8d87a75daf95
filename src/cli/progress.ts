/** Progress lines at most this often (ms). */
const PROGRESS_INTERVAL = 1000;

/** Prints how far a long piece of work has come, on stderr, not too often; the last line always. */
export function progressLine(): (text: string, last?: boolean) => void {
  let printed = 0;
  return (text, last = false) => {
    const now = performance.now();
    if (!last && now - printed < PROGRESS_INTERVAL) return;
    printed = now;
    process.stderr.write(`${text}\n`);
  };
}
