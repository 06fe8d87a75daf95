/**
 * Lets pending messages and timers run. A message channel is used because browsers delay nested timers
 * and stop animation frames in hidden tabs.
 */
export const yieldToEvents = (): Promise<void> =>
  new Promise((resolve) => {
    if ((globalThis as { MessageChannel?: unknown }).MessageChannel === undefined) {
      setTimeout(resolve, 0);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
