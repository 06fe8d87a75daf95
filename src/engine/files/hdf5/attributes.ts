/** The attributes of a group or dataset as plain values. */
import type { Metadata } from 'h5wasm';
import type { Attributes, AttributeValue } from '../container/container.ts';
import type { H5Module } from './description.ts';
import type { HeapAttribute } from './heapAttributes.ts';
import { littleEndian } from './heapAttributes.ts';

/** More values than this are left out, and more attributes of one object. */
const MAX_VALUES = 1000;
const MAX_ATTRIBUTES = 200;

/** Part of how the library keeps dimensions, not of what a file says. */
const INTERNAL = new Set(['CLASS', 'REFERENCE_LIST', '_Netcdf4Dimid', '_Netcdf4Coordinates']);

/**
 * `heap`: those of variable length. `nameAt` gives the path of the object at an address, for references to the scales of
 * axes. What can't be read is left out.
 */
export function readAttributes(
  module: H5Module,
  file: bigint,
  path: string,
  heap: readonly HeapAttribute[],
  nameAt: (address: number) => string | undefined,
): Attributes {
  const found: Record<string, AttributeValue> = {};
  const long = new Map(heap.map((attribute) => [attribute.name, attribute]));
  for (const name of module.get_attribute_names(file, path).slice(0, MAX_ATTRIBUTES)) {
    if (INTERNAL.has(name)) continue;
    const attribute = long.get(name);
    const value = attribute ? heapValue(attribute, nameAt) : plainValue(module, file, path, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function heapValue(
  { kind, scalar, values }: HeapAttribute,
  nameAt: (address: number) => string | undefined,
): AttributeValue | undefined {
  if (kind === 'text') {
    const texts = values.map((bytes) => new TextDecoder().decode(bytes));
    return scalar ? texts[0] : texts;
  }
  // DIMENSION_LIST: for every axis references to its scales, of which the first is its name.
  const names = values.map((bytes) => (bytes.length >= 8 ? nameAt(littleEndian(bytes, 0, 8)) : ''));
  return names.every((name) => name !== undefined) ? names : undefined;
}

function plainValue(
  module: H5Module,
  file: bigint,
  path: string,
  name: string,
): AttributeValue | undefined {
  try {
    const metadata = module.get_attribute_metadata(file, path, name);
    const count = metadata.shape ? metadata.total_size : 0;
    if (metadata.vlen || count < 1 || count > MAX_VALUES || metadata.size > 10_000)
      return undefined;
    const bytes = rawValue(module, file, path, name, count * metadata.size);
    const values = Array.from({ length: count }, (_, i) =>
      valueOf(module, metadata, bytes.subarray(i * metadata.size, (i + 1) * metadata.size)),
    );
    if (values.includes(undefined)) return undefined;
    return metadata.shape!.length === 0 ? values[0] : (values as number[]);
  } catch {
    return undefined;
  }
}

function rawValue(
  module: H5Module,
  file: bigint,
  path: string,
  name: string,
  length: number,
): Uint8Array {
  const address = module.ccall('malloc', 'number', ['number'], [length]);
  try {
    module.get_attribute_data(file, path, name, BigInt(address));
    return module.HEAPU8.slice(address, address + length);
  } finally {
    module.ccall('free', null, ['number'], [address]);
  }
}

/** The library gives them little-endian. */
function valueOf(
  { H5T_class_t: classes }: H5Module,
  { type, size, signed, enum_type: names }: Metadata,
  bytes: Uint8Array,
): number | string | boolean | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case classes.H5T_STRING.value: {
      const end = bytes.indexOf(0);
      return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
    }
    case classes.H5T_FLOAT.value:
      return size === 8
        ? view.getFloat64(0, true)
        : size === 4
          ? view.getFloat32(0, true)
          : undefined;
    case classes.H5T_INTEGER.value:
      return integer(view, size, signed);
    case classes.H5T_ENUM.value: {
      const number = integer(view, size, true);
      // h5py writes truth values so.
      const isTruth =
        Object.keys(names?.members ?? {})
          .toSorted()
          .join(' ') === 'FALSE TRUE';
      return isTruth ? number !== 0 : number;
    }
    default:
      return undefined;
  }
}

function integer(view: DataView, size: number, signed: boolean): number | undefined {
  switch (size) {
    case 1:
      return signed ? view.getInt8(0) : view.getUint8(0);
    case 2:
      return signed ? view.getInt16(0, true) : view.getUint16(0, true);
    case 4:
      return signed ? view.getInt32(0, true) : view.getUint32(0, true);
    case 8:
      return Number(signed ? view.getBigInt64(0, true) : view.getBigUint64(0, true));
    default:
      return undefined;
  }
}
