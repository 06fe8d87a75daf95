/** Everything that leaves with a trained network for one library: model, sample, program, model card. */
import { describeModel } from '../description.ts';
import type { ExportFile } from '../files.ts';
import type { ModelKind } from '../kinds.ts';
import { portableIo, type End, type PortableIo } from '../portable/io.ts';
import { portableNetwork } from '../portable/read.ts';
import { modelCard } from './card.ts';
import type { Archive, Facts, TrainedNetwork } from './facts.ts';
import { onnxArchive } from './onnx.ts';
import { pytorchArchive } from './pytorch.ts';
import { sampleError, sampleOf } from './sample.ts';
import { tfjsArchive } from './tfjs.ts';
import { weightsArchive } from './weights.ts';

const archives = {
  model: (facts) => tfjsArchive(facts, 'factorised'),
  dense: (facts) => tfjsArchive(facts, 'dense'),
  weights: weightsArchive,
  onnx: (facts) => onnxArchive(facts, 'factorised'),
  'onnx-dense': (facts) => onnxArchive(facts, 'dense'),
  pytorch: (facts) => pytorchArchive(facts, 'factorised'),
  'pytorch-dense': (facts) => pytorchArchive(facts, 'dense'),
} as const satisfies Readonly<Record<ModelKind, (facts: Facts) => Promise<Archive>>>;

/** The files of an archive, its model card among them. */
export async function modelFiles(what: ModelKind, trained: TrainedNetwork): Promise<ExportFile[]> {
  const { model, experiment, id, sets, training } = trained;
  const description = describeModel(model, experiment, id, {
    output: sets.scaling!,
    input: sets.inputScaling,
  });
  const network = await portableNetwork(model, 'factorised');
  const sample = await sampleOf(model, sets);
  const io = portableIo(description, network);
  const archive = await archives[what]({ ...trained, description, network, io, sample });
  const card = modelCard({
    ...archive,
    io: archive.layout === 'channels first' ? io : channelsLast(io),
    experiment,
    id,
    network,
    training,
    sampleError: sampleError(sample),
    files: archive.files.map(([{ name }, meaning]) => [`\`${name}\``, meaning]),
  });
  return [...archive.files.map(([file]) => file), card];
}

const lastOf = ({ axes, shape, ...end }: End): End => ({
  ...end,
  axes: [...axes.slice(1), axes[0]],
  shape: [...shape.slice(1), shape[0]],
});

const channelsLast = ({ input, output }: PortableIo): PortableIo => ({
  input: lastOf(input),
  output: lastOf(output),
});
