/** The script of the workers that train: turns commands into engine calls, one long task at a time. */
import { onDeviceFault } from 'slimwave-kernels/webgpu/deviceFaults';
import type { NetworkId } from '../engine/experiment/network.ts';
import { openMedium } from '../engine/scene/mediumFile.ts';
import { runsAhead } from 'slimwave-kernels/webgpu/queue';
import { BackendDesk } from './backendDesk.ts';
import type { NetworkCommand } from './protocol.ts';
import { NetworkDesk } from './networkDesk.ts';
import { PretrainedDesk } from './pretrainedDesk.ts';
import { serve } from './serve.ts';
import { prepareWasm } from './wasmFiles.ts';

// A dead device ends the worker: the page replaces it and informs the user.
onDeviceFault((message) => {
  // WebGPU was measured but not chosen: its faults do not matter.
  if (!runsAhead()) return;
  setTimeout(() => {
    throw new Error(message);
  });
});

prepareWasm();
const backend = new BackendDesk();
const pretrained = new PretrainedDesk(
  (networks) => backend.any(networks),
  async () => (await import('./pretrainedFile.ts')).loadPretrained(),
);

/** Usually one network; all where they share a GPU. */
const desks = new Map<NetworkId, NetworkDesk>();

function deskOf(network: NetworkId): NetworkDesk {
  const desk = desks.get(network) ?? new NetworkDesk(backend);
  desks.set(network, desk);
  return desk;
}

serve<NetworkCommand>(async (command, reply) => {
  const desk = deskOf(command.network);
  switch (command.type) {
    case 'startBackend': {
      const { wanted, networks, measured } = command;
      const report = await backend.start(wanted, networks, measured, (state) =>
        reply({ type: 'compiling', ...state }),
      );
      return reply({ type: 'backend', report });
    }
    case 'prepare': {
      pretrained.leave();
      return desk.prepare(command, reply);
    }
    case 'medium':
      return openMedium(command.file, 1);
    case 'leave':
      return desk.leave();
    case 'samples':
      return desk.addSamples(command, reply);
    case 'train':
      return desk.train(command.until, reply);
    case 'pause':
      return desk.pause();
    case 'yourTurn':
    case 'giveWay':
      return desk.hear(command);
    case 'forecast':
      return desk.forecast(command.parameters, reply);
    case 'forecastPretrained':
      return pretrained.forecast(command, reply);
    case 'inspectPretrained':
      return pretrained.inspect(command, reply);
    case 'inspect':
      return desk.inspect(command.layer, reply);
    case 'locate':
      return desk.locate(reply);
    case 'export':
      return desk.export(command.what, reply);
    case 'cancelExport':
      return desk.cancelExport(command.what);
    default:
      return command satisfies never;
  }
});
