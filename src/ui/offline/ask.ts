import type { OfflineAnswer, OfflineCommand } from '../../offline/protocol.ts';

/** Asks the worker; undefined if it does not answer in time (ms). */
export function ask(
  worker: Pick<ServiceWorker, 'postMessage'>,
  command: OfflineCommand,
  limit?: number,
): Promise<OfflineAnswer | undefined> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const end = (answer?: OfflineAnswer) => {
      port1.close();
      resolve(answer);
    };
    port1.onmessage = ({ data }: MessageEvent<OfflineAnswer>) => end(data);
    if (limit !== undefined) setTimeout(end, limit);
    worker.postMessage(command, [port2]);
  });
}
