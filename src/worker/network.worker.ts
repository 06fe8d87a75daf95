/** The script of a network's worker: turns commands into engine calls, one long task at a time. */
import { onDeviceFault } from '../engine/backend/webgpu/deviceFaults.ts';
import type { NetworkCommand } from './protocol.ts';
import { NetworkDesk } from './networkDesk.ts';
import { serve } from './serve.ts';
import { wasmFiles } from './wasmFiles.ts';

// A dead device takes the worker with it: the page replaces it and tells the user.
onDeviceFault((message) => {
  setTimeout(() => {
    throw new Error(message);
  });
});

const desk = new NetworkDesk(wasmFiles);

serve<NetworkCommand>((command, reply) => {
  switch (command.type) {
    case 'startBackend':
      return desk.startBackend(command.wanted, reply);
    case 'prepare':
      return desk.prepare(command.experiment, command.network, reply, command.file);
    case 'samples':
      return desk.addSamples(command);
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
