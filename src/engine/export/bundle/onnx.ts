import { onnxModel } from '../onnx/model.ts';
import type { Kernels } from '../portable/network.ts';
import { portableNetwork } from '../portable/read.ts';
import { archiveDescription, describedAs, sampleFiles, type Archive, type Facts } from './facts.ts';
import { sampleChannelsFirst } from './sample.ts';
import { onnxJavascript, onnxPython } from './snippets.ts';

/** The network for ONNX runtimes. */
export async function onnxArchive(facts: Facts, kernels: Kernels): Promise<Archive> {
  const { model, network, sample } = facts;
  const own = kernels === 'factorised' ? network : await portableNetwork(model, kernels);
  const layout = 'channels first';
  const described = archiveDescription(facts, layout);
  const metadata = { link: described.link, description: JSON.stringify(described) };
  const written = (batch?: number) =>
    onnxModel(own, { metadata, batch, doc: 'A network trained with Slimwave.' });
  return {
    title: 'ONNX',
    layout,
    kernels,
    use: 'In Python: `pip install onnxruntime numpy`, then `python forecast.py`. In JavaScript: `npm install onnxruntime-web`, then `node forecast.mjs`; the same calls work in a page. Both forecast the sample and print how far the result is from Slimwave’s own.',
    files: [
      [{ name: 'network.onnx', bytes: written() }, 'the model, for any number of samples at once'],
      [
        { name: 'network-batch-1.onnx', bytes: written(1) },
        'the same for one sample, for runtimes that want fixed shapes',
      ],
      describedAs(described),
      [onnxPython(), 'forecasts the sample'],
      [onnxJavascript(), 'forecasts the sample'],
      ...sampleFiles(sampleChannelsFirst(sample)),
    ],
  };
}
