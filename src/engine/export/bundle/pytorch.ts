import { writeSafetensors } from '../../files/safetensors.ts';
import { textFile } from '../files.ts';
import type { Kernels } from '../portable/network.ts';
import { portableNetwork } from '../portable/read.ts';
import { pytorchModule } from '../pytorch/module.ts';
import {
  archiveDescription,
  describedAs,
  SAMPLE_WORDS,
  type Archive,
  type Facts,
} from './facts.ts';
import { sampleChannelsFirst, sampleTensors } from './sample.ts';
import { pytorchPython } from './snippets.ts';

/** The network as a PyTorch module. */
export async function pytorchArchive(facts: Facts, kernels: Kernels): Promise<Archive> {
  const { model, network, description, sample, io, id, experiment } = facts;
  const own = kernels === 'factorised' ? network : await portableNetwork(model, kernels);
  const title = `A network trained with Slimwave: network ${id.toUpperCase()}, ${experiment.net.kind}.`;
  const { source, tensors } = pytorchModule(own, io, title);
  const layout = 'channels first';
  const metadata = { format: 'pt', link: description.link };
  return {
    title: 'PyTorch',
    layout,
    kernels,
    use: '`pip install torch`, then `python forecast.py`. It forecasts the sample and prints how far the result is from Slimwave’s own. `from slimwave_network import load` gives the trained network as a `torch.nn.Module`.',
    files: [
      [textFile('slimwave_network.py', source), 'the network as a PyTorch module'],
      [
        { name: 'weights.safetensors', bytes: writeSafetensors(tensors, metadata) },
        'its weights, named as in its state_dict',
      ],
      describedAs(archiveDescription(facts, layout)),
      [pytorchPython(), 'forecasts the sample'],
      [
        {
          name: 'sample.safetensors',
          bytes: writeSafetensors(sampleTensors(sampleChannelsFirst(sample))),
        },
        `input: ${SAMPLE_WORDS.input}; forecast: ${SAMPLE_WORDS.forecast}; truth: ${SAMPLE_WORDS.truth}`,
      ],
    ],
  };
}
