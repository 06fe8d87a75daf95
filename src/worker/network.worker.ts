/** The script of the workers that train: turns commands into engine calls, one long task at a time. */
import { onDeviceFault } from '../engine/backend/webgpu/deviceFaults.ts';
import type { NetworkId } from '../engine/experiment/schema.ts';
import { runsAhead } from '../engine/backend/webgpu/queue.ts';
import { BackendDesk } from './backendDesk.ts';
import type { NetworkCommand } from './protocol.ts';
import { NetworkDesk } from './networkDesk.ts';
import { serve } from './serve.ts';
import { coresHere, threadsPerNetwork } from './threads.ts';
import { prepareWasm } from './wasmFiles.ts';

// A dead device takes the worker with it: the page replaces it and tells the user.
onDeviceFault((message) => {
  // A GPU that lost the measurement may come and go as it likes.
  if (!runsAhead()) return;
  setTimeout(() => {
    throw new Error(message);
  });
});

prepareWasm(threadsPerNetwork(coresHere()));
const backend = new BackendDesk();

/** Usually one network; both where they share a GPU. */
const desks: Readonly<Record<NetworkId, NetworkDesk>> = {
  a: new NetworkDesk(backend),
  b: new NetworkDesk(backend),
};

serve<NetworkCommand>(async (command, reply) => {
  const desk = desks[command.network];
  switch (command.type) {
    case 'startBackend': {
      const { wanted, measured } = command;
      const report = await backend.start(wanted, measured, (state) =>
        reply({ type: 'compiling', ...state }),
      );
      return reply({ type: 'backend', report });
    }
    case 'prepare': {
      return desk.prepare(command, reply);
    }
    case 'leave':
      return desk.leave();
    case 'samples':
      return desk.addSamples(command, reply);
    case 'train':
      return desk.train(command.until, reply);
    case 'pause':
      return desk.pause(reply);
    case 'forecast':
      return desk.forecast(command.parameters, reply);
    case 'inspect':
      return desk.inspect(command.layer, reply);
    case 'export':
      return desk.export(command.what, reply);
    default:
      return command satisfies never;
  }
});
