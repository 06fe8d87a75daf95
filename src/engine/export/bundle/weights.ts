import { modelSafetensors } from '../weights.ts';
import { archiveDescription, describedAs, type Archive, type Facts } from './facts.ts';

/** All weights as they are stored. */
export async function weightsArchive(facts: Facts): Promise<Archive> {
  const layout = 'channels last';
  const described = archiveDescription(facts, layout);
  return {
    title: 'safetensors',
    layout,
    kernels: 'factorised',
    use: 'All weights as they are stored, named `layer/weight`; what they mean stands in `description.json`, which is also in the metadata of the file under `slimwave`. The page opens it again. For Python, the PyTorch archive has the network too.',
    files: [
      [
        { name: 'weights.safetensors', bytes: await modelSafetensors(facts.model, described) },
        'the weights',
      ],
      describedAs(described),
    ],
  };
}
