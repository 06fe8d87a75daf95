/** What an HDF5 file says of a dataset: whether and how its numbers can be read. */
import type * as h5wasm from 'h5wasm';
import type { Dataset, Metadata } from 'h5wasm';
import { DataFileError, nameList } from '../arrays.ts';
import { formText, kindOf, type ObjectInfo } from './objects.ts';
import { PACKING_ATTRIBUTES, packingOf, type Packing, type PackingAttributes } from '../packing.ts';
import type { ValueType } from '../values.ts';

export type H5Module = Awaited<(typeof h5wasm)['ready']>;

/** A dataset that can be read, by what the file says of it. */
export interface Readable {
  name: string;
  dataset: Dataset;
  shape: number[];
  type: ValueType;
  dtype: string;
  packing: Packing | undefined;
  /** MATLAB stores its first axis last. */
  matlab: boolean;
}

/** Checks what the file says of a dataset before anything of it is read. Throws a `DataFileError` for what is not read. */
export function describeDataset(
  module: H5Module,
  name: string,
  dataset: Dataset,
  object: ObjectInfo,
  netcdf: boolean,
): Readable {
  const { metadata } = dataset;
  if (metadata.virtual_sources) {
    const files = [...new Set(metadata.virtual_sources.map(({ file_name: file }) => file))];
    throw new DataFileError(
      `The dataset ${name} is virtual: its values are elsewhere (${nameList(files)}), so copy them into a plain dataset of one file.`,
    );
  }
  if (object.external) {
    throw new DataFileError(
      `The values of the dataset ${name} are in another file: copy them into a dataset of this one.`,
    );
  }
  const attributes = readPacking(module, dataset, object.hasAttributes);
  const type = typeOf(module, name, metadata, object, attributes.MATLAB_class);
  const { floating } = attributes;
  const packing = packingOf(name, attributes, type, { netcdf, floating });
  const meant: ValueType = packing?.unsigned ? { ...type, kind: 'u' } : type;
  const shape = metadata.shape!;
  return {
    name,
    dataset,
    shape: attributes.MATLAB_class === undefined ? shape : shape.toReversed(),
    type: meant,
    dtype: dtypeText(meant),
    packing,
    matlab: attributes.MATLAB_class !== undefined && shape.length > 1,
  };
}

interface DatasetAttributes extends PackingAttributes {
  MATLAB_class?: string;
  /** Those of the packing that hold floating-point numbers. */
  floating: Set<string>;
}

function readPacking(module: H5Module, dataset: Dataset, has: boolean): DatasetAttributes {
  const found: DatasetAttributes = { floating: new Set() };
  if (!has) return found;
  const names = new Set(module.get_attribute_names(dataset.file_id, dataset.path));
  if (names.has('MATLAB_empty')) {
    throw new DataFileError(
      `The MATLAB array ${dataset.path.slice(1)} is empty: save one with values.`,
    );
  }
  // Text of variable length is not read: the library goes round for ever in a heap that is damaged.
  const metadataOf = (key: string) =>
    module.get_attribute_metadata(dataset.file_id, dataset.path, key);
  const plain = (key: string): unknown =>
    metadataOf(key).vlen ? undefined : dataset.get_attribute(key, false);
  for (const key of PACKING_ATTRIBUTES) {
    if (!names.has(key)) continue;
    found[key] = plain(key);
    if (metadataOf(key).type === module.H5T_class_t.H5T_FLOAT.value) found.floating.add(key);
    if (found[key] === undefined) {
      throw new DataFileError(
        `The attribute ${key} of the dataset ${dataset.path.slice(1)} is text of variable length: save the actual values as float32.`,
      );
    }
  }
  if (names.has('MATLAB_class')) {
    // MATLAB writes it at a fixed length; what others write at a variable one stands on arrays of numbers.
    const named = plain('MATLAB_class') ?? 'double';
    found.MATLAB_class = typeof named === 'string' ? named : 'array of an unknown class';
  }
  return found;
}

/** MATLAB's text and its truth values are whole numbers, too. */
const MATLAB_NUMBERS = /^(double|single|logical|u?int(8|16|32|64))$/;

function typeOf(
  { H5T_class_t: classes }: H5Module,
  name: string,
  metadata: Metadata,
  { numbers }: ObjectInfo,
  matlabClass: string | undefined,
): ValueType {
  const { type, signed, littleEndian, size } = metadata;
  const refuse = (what: string, instead = 'save it as an array of float32') =>
    new DataFileError(`The dataset ${name} ${what}: ${instead}.`);
  if (!metadata.shape) throw refuse('has no values');
  if (matlabClass !== undefined && !MATLAB_NUMBERS.test(matlabClass)) {
    throw refuse(`is a MATLAB ${matlabClass.slice(0, 20)}`, 'save it as an array of single');
  }
  if (type === classes.H5T_FLOAT.value || type === classes.H5T_INTEGER.value) {
    if (!numbers) throw refuse('does not say the type of its numbers');
    const kind = kindOf(numbers);
    if (!kind || numbers.size !== size) {
      throw refuse(`holds ${formText(numbers)}, which cannot be read`);
    }
    const bytes = size as ValueType['size'];
    const stored = kind[0] === 'integer' ? (signed ? 'i' : 'u') : kind[0];
    return { kind: stored, size: bytes, bigEndian: !littleEndian && size > 1 };
  }
  // h5py writes truth values as an enumeration.
  const members = metadata.enum_type?.members;
  if (type === classes.H5T_ENUM.value && members && size === 1) {
    const names = Object.keys(members).toSorted().join(' ');
    if (names === 'FALSE TRUE' && members.FALSE === 0) {
      return { kind: 'b', size: 1, bigEndian: false };
    }
  }
  throw refuse(...reasonAgainst(classes, metadata));
}

/** What is no plain number. */
function reasonAgainst(
  classes: H5Module['H5T_class_t'],
  { type, compound_type: compound }: Metadata,
): [what: string, instead?: string] {
  switch (type) {
    case classes.H5T_COMPOUND.value: {
      const names = compound?.members.map((member) => member.name).join(' ');
      return names === 'r i' || names === 'real imag'
        ? [
            'holds complex numbers',
            'save their real and imaginary parts as two channels of float32',
          ]
        : ['holds records with named fields', 'save every field as an array of its own'];
    }
    case classes.H5T_STRING.value:
      return ['holds text'];
    case classes.H5T_VLEN.value:
      return ['holds rows of different lengths', 'save an array whose rows are equally long'];
    case classes.H5T_ENUM.value:
      return ['holds names for numbers (an enumeration)'];
    case classes.H5T_REFERENCE.value:
      return ['holds references, as MATLAB’s cell arrays do'];
    default:
      return ['does not hold plain numbers'];
  }
}

const dtypeText = ({ kind, size, bigEndian }: ValueType): string =>
  kind === 'bf' ? 'bfloat16' : `${size === 1 ? '|' : bigEndian ? '>' : '<'}${kind}${size}`;
