/** A reload that the page itself proposes: the run goes on afterwards without a question. */

const KEY = 'slimwave reload';

export function reloadPage(): void {
  try {
    sessionStorage.setItem(KEY, 'go on');
  } catch {
    // The run is offered instead.
  }
  location.reload();
}

/** Whether this page comes from `reloadPage`; true once. */
export function isReloaded(): boolean {
  try {
    const asked = sessionStorage.getItem(KEY) !== null;
    sessionStorage.removeItem(KEY);
    return asked;
  } catch {
    return false;
  }
}
