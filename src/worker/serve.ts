/** What every worker script does: hands commands to a handler, answers with events, reports failures. */
import type { NetworkId } from '../engine/experiment/network.ts';
import { announce } from './lifeline.ts';
import { transferables, type LabEvent, type WorkerEvent } from './protocol.ts';

type WithoutRun<T> = T extends { runId: number } ? Omit<T, 'runId'> : never;
export type Reply<E extends WorkerEvent = LabEvent> = (event: WithoutRun<E>) => void;

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each script names its commands
export function serve<C extends { runId: number; network?: NetworkId }>(
  handle: (command: C, reply: Reply<WorkerEvent>) => void | Promise<void>,
): void {
  self.onmessage = (message: MessageEvent<C>) => {
    const command = message.data;
    const { runId, network } = command;
    const reply: Reply<WorkerEvent> = (event) => {
      const complete: WorkerEvent = { network, ...event, runId };
      self.postMessage(complete, { transfer: transferables(complete) });
    };
    const fail = (error: unknown) => {
      const { name, message: text } = error instanceof Error ? error : new Error(String(error));
      reply({ type: 'failed', name, message: text });
    };
    // A handler may also throw before its first await.
    (async () => handle(command, reply))().catch(fail);
  };
  announce();
}
