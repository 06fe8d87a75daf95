/** What the dialog says of a file. */
import type { Candidate, ForeignReading } from '../../engine/import/candidate.ts';
import type { ModelFile } from '../../engine/import/modelFile.ts';
import { networkName } from '../networks/networkName.ts';

export function originText({ origin }: ModelFile, candidate: Candidate | undefined): string {
  if (origin === 'onnx') return 'is an ONNX model that was trained elsewhere.';
  if (origin === 'pytorch') return 'has weights that were trained elsewhere, such as in PyTorch.';
  const { source } = candidate ?? {};
  return source
    ? `was saved here: network ${source.network.toUpperCase()}, ${networkName(source.experiment, source.network)}.`
    : 'was saved here, by a version whose links can no longer be read: only its layers are known.';
}

export function scalingText({ weights }: Candidate, { units }: ForeignReading): string {
  if (weights.scaling && units !== 'given') {
    return 'Its file says how inputs and outputs are scaled: where the samples are scaled otherwise, its first and last layers are adapted.';
  }
  return units === 'given'
    ? 'Its inputs and outputs are taken to be the values themselves, such as u in metres: its first and last layers are adapted to the scaling here.'
    : 'The file does not say how inputs and outputs are scaled: they are taken to be scaled as here, inputs to −1…1 or by their deviation, outputs by their root mean square or deviation.';
}
