/** What the specs of the other browsers ask of one, whatever it is driven by. */

export interface Point {
  x: number;
  y: number;
}

/** A window of its own; what is stored in it belongs to the addresses that it has shown. */
export interface Driver {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /**
   * Runs a function in the page.
   *
   * @param fn knows nothing but its arguments; a promise is waited for
   * @param args as JSON
   */
  evaluate<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): Promise<Awaited<R>>;
  /** Presses the pointer at the first point, moves it through the others, lets it go (CSS px of the window). */
  drag(points: readonly Point[]): Promise<void>;
  /** @returns a PNG file */
  screenshot(): Promise<Uint8Array>;
  /** Errors that the page did not catch. */
  errors(): readonly string[];
  close(): Promise<void>;
}

/** A running browser. */
export interface Browser {
  version: string;
  /** Where its downloads go. */
  downloads: string;
  /** One at a time: WebKit's driver has a single session. */
  open(width: number, height: number): Promise<Driver>;
  close(): Promise<void>;
}
