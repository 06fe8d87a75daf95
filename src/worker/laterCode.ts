/** Code that a worker loads when it first needs it. */

/** A function that loads it; it rejects with a sentence that begins with `what`, such as “The code that writes files”. */
export const laterCode =
  <Module>(what: string, load: () => Promise<Module>): (() => Promise<Module>) =>
  () =>
    load().catch((error: unknown) => {
      const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
      throw new Error(
        `${what} could not be loaded (${reason}). The connection may have failed, or a new version of this page has taken the place of the one that is open.`,
        { cause: error },
      );
    });
