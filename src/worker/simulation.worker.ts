/** The script of the workers that simulate. It holds no network and no tensor library, and starts at once. */
import { openMedium } from '../engine/scene/mediumFile.ts';
import type { SimulationCommand } from './protocol.ts';
import { serve } from './serve.ts';
import { SimulationDesk } from './simulationDesk.ts';

const desk = new SimulationDesk();

serve<SimulationCommand>((command, reply) => {
  switch (command.type) {
    case 'medium':
      return openMedium(command.file, 1);
    case 'simulate':
      return desk.simulate(command.experiment, command.parameters, reply);
    case 'makeSamples':
      return command.on === 'webgpu'
        ? desk.makeSamplesOnGpu(command.experiment, command.range, reply)
        : desk.makeSamples(command.experiment, command.range, reply);
    case 'measure':
      return desk.measure(command, reply);
    case 'submodel':
      return desk.submodelUnder(command, reply);
    default:
      return command satisfies never;
  }
});
