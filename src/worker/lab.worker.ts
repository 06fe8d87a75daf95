/** The worker script: turns commands into engine calls, one long task at a time. */
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { onDeviceFault } from '../engine/backend/deviceFaults.ts';
import type { Command, LabEvent } from './protocol.ts';
import { transferables } from './protocol.ts';
import { NetworkDesk } from './networkDesk.ts';
import { SimulationDesk } from './simulationDesk.ts';

type WithoutRun<T> = T extends { runId: number } ? Omit<T, 'runId'> : never;
export type Reply = (event: WithoutRun<LabEvent>) => void;

// tfjs insists on knowing all three; it loads only the one that fits.
const wasmFiles = {
  'tfjs-backend-wasm.wasm': plainUrl,
  'tfjs-backend-wasm-simd.wasm': simdUrl,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
};

// A dead device takes the worker with it: the page replaces it and tells the user.
onDeviceFault((message) => {
  setTimeout(() => {
    throw new Error(message);
  });
});

const simulation = new SimulationDesk();
const network = new NetworkDesk(wasmFiles);

async function handle(command: Command, reply: Reply): Promise<void> {
  switch (command.type) {
    case 'simulate':
      return simulation.simulate(command.experiment, command.source, reply);
    case 'makeData':
      return simulation.makeData(command.experiment, command.from, reply);
    case 'startBackend':
      return network.startBackend(command.wanted, reply);
    case 'prepare':
      return network.prepare(command.experiment, command.network, reply);
    case 'samples':
      return network.addSamples(command.set, command.sources, command.fields);
    case 'train':
      return network.train(command.until, reply);
    case 'pause':
      return simulation.pause() ? undefined : network.pause(reply);
    case 'forecast':
      return network.forecast(command.source, reply);
    default:
      return command satisfies never;
  }
}

function post(event: LabEvent): void {
  self.postMessage(event, { transfer: transferables(event) });
}

self.onmessage = (message: MessageEvent<Command>) => {
  const command = message.data;
  const { runId } = command;
  const reply: Reply = (event) => post({ ...event, runId });
  handle(command, reply).catch((error: unknown) => {
    const { name, message: text } = error instanceof Error ? error : new Error(String(error));
    reply({ type: 'failed', name, message: text });
  });
};
