/** The script of a network's worker: turns commands into engine calls, one long task at a time. */
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { onDeviceFault } from '../engine/backend/webgpu/deviceFaults.ts';
import type { NetworkCommand } from './protocol.ts';
import { NetworkDesk } from './networkDesk.ts';
import { serve } from './serve.ts';

// A dead device takes the worker with it: the page replaces it and tells the user.
onDeviceFault((message) => {
  setTimeout(() => {
    throw new Error(message);
  });
});

// tfjs insists on knowing all three; it loads only the one that fits.
const desk = new NetworkDesk({
  'tfjs-backend-wasm.wasm': plainUrl,
  'tfjs-backend-wasm-simd.wasm': simdUrl,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
});

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
