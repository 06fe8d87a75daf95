/**
 * ONNX's messages, as far as networks need them: what they are called here, and under which numbers they stand in a
 * file. Other fields are skipped when a file is read.
 *
 * Source: `onnx/onnx.proto` of the repository onnx/onnx.
 */

export interface OnnxModel {
  irVersion?: number;
  opsets?: OnnxOpset[];
  producer?: string;
  producerVersion?: string;
  doc?: string;
  graph?: OnnxGraph;
  metadata?: OnnxEntry[];
}

/** The version of an operator set; the usual one has no domain. */
export interface OnnxOpset {
  domain?: string;
  version?: number;
}

export interface OnnxEntry {
  key?: string;
  value?: string;
}

export interface OnnxGraph {
  nodes?: OnnxNode[];
  name?: string;
  initializers?: OnnxTensor[];
  doc?: string;
  inputs?: OnnxValue[];
  outputs?: OnnxValue[];
}

export interface OnnxNode {
  /** Names of values; an empty one stands for an optional input that is left out. */
  inputs?: string[];
  outputs?: string[];
  name?: string;
  operator?: string;
  attributes?: OnnxAttribute[];
  doc?: string;
  domain?: string;
}

/** It has the value that `type`, one of `ATTRIBUTE_TYPES`, says. */
export interface OnnxAttribute {
  name?: string;
  float?: number;
  int?: number;
  text?: Uint8Array;
  tensor?: OnnxTensor;
  floats?: number[];
  ints?: number[];
  texts?: Uint8Array[];
  type?: number;
}

export const ATTRIBUTE_TYPES = {
  float: 1,
  int: 2,
  text: 3,
  tensor: 4,
  floats: 6,
  ints: 7,
  texts: 8,
} as const;

export interface OnnxTensor {
  dims?: number[];
  /** One of `TENSOR_TYPES`. */
  dataType?: number;
  floats?: number[];
  /** Integers of 32 bits and fewer, and half precision as its bits. */
  ints?: number[];
  longs?: number[];
  name?: string;
  /** Little-endian; instead of one of the lists. */
  raw?: Uint8Array;
  doubles?: number[];
  /** Where the values are, if not here. */
  external?: OnnxEntry[];
}

export const TENSOR_TYPES = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  float16: 10,
  float64: 11,
  bfloat16: 16,
} as const;

/** A graph's input or output. */
export interface OnnxValue {
  name?: string;
  type?: OnnxType;
  doc?: string;
}

export interface OnnxType {
  tensor?: { elementType?: number; shape?: OnnxShape };
}

export interface OnnxShape {
  dims?: OnnxDimension[];
}

/** A number of points, or the name of one that is free. */
export interface OnnxDimension {
  value?: number;
  parameter?: string;
}

type Scalar = 'text' | 'int' | 'float' | 'bytes';
type Packed = 'float' | 'double' | 'int';

export type Field =
  | { readonly tag: number; readonly one: Scalar }
  | { readonly tag: number; readonly many: Scalar }
  | { readonly tag: number; readonly packed: Packed }
  | { readonly tag: number; readonly message: MessageName; readonly repeated: boolean };

const one = (tag: number, kind: Scalar): Field => ({ tag, one: kind });
const many = (tag: number, kind: Scalar): Field => ({ tag, many: kind });
const packed = (tag: number, kind: Packed): Field => ({ tag, packed: kind });
const part = (tag: number, message: MessageName): Field => ({ tag, message, repeated: false });
const parts = (tag: number, message: MessageName): Field => ({ tag, message, repeated: true });

export interface Messages {
  model: OnnxModel;
  opset: OnnxOpset;
  entry: OnnxEntry;
  graph: OnnxGraph;
  node: OnnxNode;
  attribute: OnnxAttribute;
  tensor: OnnxTensor;
  value: OnnxValue;
  type: OnnxType;
  tensorType: NonNullable<OnnxType['tensor']>;
  shape: OnnxShape;
  dimension: OnnxDimension;
}
export type MessageName = keyof Messages;

export const fieldsOf: {
  readonly [Name in MessageName]: Readonly<Record<keyof Messages[Name], Field>>;
} = {
  model: {
    irVersion: one(1, 'int'),
    producer: one(2, 'text'),
    producerVersion: one(3, 'text'),
    doc: one(6, 'text'),
    graph: part(7, 'graph'),
    opsets: parts(8, 'opset'),
    metadata: parts(14, 'entry'),
  },
  opset: { domain: one(1, 'text'), version: one(2, 'int') },
  entry: { key: one(1, 'text'), value: one(2, 'text') },
  graph: {
    nodes: parts(1, 'node'),
    name: one(2, 'text'),
    initializers: parts(5, 'tensor'),
    doc: one(10, 'text'),
    inputs: parts(11, 'value'),
    outputs: parts(12, 'value'),
  },
  node: {
    inputs: many(1, 'text'),
    outputs: many(2, 'text'),
    name: one(3, 'text'),
    operator: one(4, 'text'),
    attributes: parts(5, 'attribute'),
    doc: one(6, 'text'),
    domain: one(7, 'text'),
  },
  attribute: {
    name: one(1, 'text'),
    float: one(2, 'float'),
    int: one(3, 'int'),
    text: one(4, 'bytes'),
    tensor: part(5, 'tensor'),
    floats: many(7, 'float'),
    ints: many(8, 'int'),
    texts: many(9, 'bytes'),
    type: one(20, 'int'),
  },
  tensor: {
    dims: many(1, 'int'),
    dataType: one(2, 'int'),
    floats: packed(4, 'float'),
    ints: packed(5, 'int'),
    longs: packed(7, 'int'),
    name: one(8, 'text'),
    raw: one(9, 'bytes'),
    doubles: packed(10, 'double'),
    external: parts(13, 'entry'),
  },
  value: { name: one(1, 'text'), type: part(2, 'type'), doc: one(3, 'text') },
  type: { tensor: part(1, 'tensorType') },
  tensorType: { elementType: one(1, 'int'), shape: part(2, 'shape') },
  shape: { dims: parts(1, 'dimension') },
  dimension: { value: one(1, 'int'), parameter: one(2, 'text') },
};
