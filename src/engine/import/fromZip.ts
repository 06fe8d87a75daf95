/** The zip files in which this page saves models: model.json with weights.bin, or weights in safetensors. */
import * as v from 'valibot';
import { checkStored, DataFileError, floatBudget, nameList } from '../files/arrays.ts';
import type { ByteSource } from '../files/container/container.ts';
import { parseJson } from '../files/json.ts';
import { readDirectory, type ZipEntry } from '../files/zipDirectory.ts';
import { unpackEntry } from '../files/zipEntry.ts';
import { product } from '../math.ts';
import { fromSafetensors } from './fromSafetensors.ts';
import type { ModelFile, ModelTensor } from './modelFile.ts';
import { joined } from '../files/joined.ts';

/** Without the folder that some programs put around everything. */
const baseName = ({ name }: ZipEntry): string => name.slice(name.lastIndexOf('/') + 1);

async function unpacked(source: ByteSource, entry: ZipEntry): Promise<Uint8Array> {
  checkStored([[entry.name, entry.size]]);
  const out = new Uint8Array(entry.size);
  let at = 0;
  await unpackEntry(source, entry, entry.name, (piece) => {
    out.set(piece, at);
    at += piece.length;
  });
  return out;
}

const weightSchema = v.object({
  name: v.string(),
  shape: v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  dtype: v.string(),
});
const modelSchema = v.object({
  weightsManifest: v.pipe(
    v.array(v.object({ paths: v.array(v.string()), weights: v.array(weightSchema) })),
    v.minLength(1),
  ),
});

function manifestOf(json: string): v.InferOutput<typeof modelSchema>['weightsManifest'] {
  let value: unknown;
  try {
    value = parseJson(json);
  } catch (error) {
    throw notAModel(error);
  }
  const parsed = v.safeParse(modelSchema, value);
  if (!parsed.success) throw notAModel(v.summarize(parsed.issues));
  return parsed.output.weightsManifest;
}

const notAModel = (cause: unknown): DataFileError =>
  new DataFileError(
    'model.json in the zip file is not a model of TensorFlow.js with its list of weights: save the model again.',
    { cause },
  );

/** Cuts the bytes of a group of weights into its tensors. */
function cut(
  weights: readonly v.InferOutput<typeof weightSchema>[],
  bytes: Uint8Array,
): ModelTensor[] {
  const spend = floatBudget();
  let at = 0;
  const tensors = weights.map(({ name, shape, dtype }) => {
    if (dtype !== 'float32') {
      throw new DataFileError(
        `The weights ${nameList([name])} have the type ${dtype.slice(0, 20)}: save the model with weights of the type float32.`,
      );
    }
    spend(name, shape);
    const end = at + 4 * product(shape);
    if (end > bytes.length) {
      throw new DataFileError(
        `The weights end in the middle of ${nameList([name])}: the file is cut off, so save or download it again.`,
      );
    }
    // Copied: floats must begin at a multiple of four.
    const data = new Float32Array(bytes.slice(at, end).buffer);
    at = end;
    return { name, shape, data, dtype: '<f4' };
  });
  if (at < bytes.length) {
    throw new DataFileError(
      `The weights have ${bytes.length} bytes and model.json accounts for ${at}: the two belong to different models.`,
    );
  }
  return tensors;
}

/** An archive with weights in safetensors or ONNX, and files that go with them: a sample, the same for one sample. */
async function fromArchive(
  name: string,
  source: ByteSource,
  entries: readonly ZipEntry[],
  description: string | undefined,
): Promise<ModelFile> {
  const named = (pattern: RegExp) => entries.filter((entry) => pattern.test(baseName(entry)));
  const own = named(/^(?:weights\.safetensors|network\.onnx)$/i);
  const all = own.length > 0 ? own : named(/\.(?:safetensors|onnx)$/i);
  if (all.length !== 1) {
    throw new DataFileError(
      `The zip file has ${all.length} files of weights: unpack it and open one of them.`,
    );
  }
  const bytes = await unpacked(source, all[0]);
  if (/\.onnx$/i.test(all[0].name)) return (await import('./fromOnnx.ts')).fromOnnx(name, bytes);
  const file = fromSafetensors(name, bytes);
  const described = file.description ?? description;
  return described === undefined ? file : { ...file, origin: 'slimwave', description: described };
}

/** Rejects with a `DataFileError`. */
export async function fromZip(name: string, source: ByteSource): Promise<ModelFile> {
  const entries = await readDirectory(source);
  const find = (wanted: string): ZipEntry | undefined =>
    entries.find((entry) => baseName(entry).toLowerCase() === wanted);
  const text = async (entry: ZipEntry) => new TextDecoder().decode(await unpacked(source, entry));
  const description = find('description.json');
  const model = find('model.json');
  if (!model) return fromArchive(name, source, entries, description && (await text(description)));
  if (!description) {
    throw new DataFileError(
      'The zip file has model.json and no description.json, which says what the layers are: save the model as safetensors or ONNX instead.',
    );
  }
  const tensors: ModelTensor[] = [];
  for (const { paths, weights } of manifestOf(await text(model))) {
    const parts: Uint8Array[] = [];
    for (const path of paths) {
      const entry = find(path.toLowerCase());
      if (!entry) {
        throw new DataFileError(
          `The zip file lacks ${nameList([path])}, where the weights are: save the model again.`,
        );
      }
      parts.push(await unpacked(source, entry));
    }
    tensors.push(...cut(weights, joined(parts)));
  }
  return { name, origin: 'slimwave', tensors, description: await text(description) };
}
