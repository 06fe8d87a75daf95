/** ONNX files: a model's messages to bytes and back, by the table in `messages.ts`. */
import { PbfReader, PbfWriter } from 'pbf';
import { DataFileError } from '../arrays.ts';
import { fieldsOf, type Field, type MessageName, type OnnxModel } from './messages.ts';

type Content = Record<string, unknown>;

const scalarWriters = {
  text: (out: PbfWriter, tag: number, value: unknown) => out.writeStringField(tag, value as string),
  int: (out: PbfWriter, tag: number, value: unknown) => out.writeVarintField(tag, value as number),
  float: (out: PbfWriter, tag: number, value: unknown) => out.writeFloatField(tag, value as number),
  bytes: (out: PbfWriter, tag: number, value: unknown) =>
    out.writeBytesField(tag, value as Uint8Array),
};

const packedWriters = {
  float: (out: PbfWriter, tag: number, values: number[]) => out.writePackedFloat(tag, values),
  double: (out: PbfWriter, tag: number, values: number[]) => out.writePackedDouble(tag, values),
  int: (out: PbfWriter, tag: number, values: number[]) => out.writePackedVarint(tag, values),
};

function writeField(out: PbfWriter, field: Field, value: unknown): void {
  const { tag } = field;
  if ('one' in field) scalarWriters[field.one](out, tag, value);
  else if ('many' in field) {
    for (const item of value as unknown[]) scalarWriters[field.many](out, tag, item);
  } else if ('packed' in field) packedWriters[field.packed](out, tag, value as number[]);
  else {
    const items = (field.repeated ? value : [value]) as Content[];
    for (const item of items) {
      out.writeMessage(tag, (content: Content) => writeFields(out, field.message, content), item);
    }
  }
}

function writeFields(out: PbfWriter, name: MessageName, content: Content): void {
  for (const [key, field] of Object.entries<Field>(fieldsOf[name])) {
    if (content[key] !== undefined) writeField(out, field, content[key]);
  }
}

export function encodeOnnx(model: OnnxModel): Uint8Array {
  const out = new PbfWriter();
  writeFields(out, 'model', model as Content);
  return out.finish();
}

const scalarReaders = {
  text: (from: PbfReader) => from.readString(),
  int: (from: PbfReader) => from.readVarint(true),
  float: (from: PbfReader) => from.readFloat(),
  bytes: (from: PbfReader) => from.readBytes(),
};

/** The keys of every message by their numbers in a file. */
type Tags = ReadonlyMap<number, readonly [key: string, field: Field]>;

const tagsOf = (name: MessageName): Tags =>
  new Map(
    Object.entries<Field>(fieldsOf[name]).map(([key, field]) => [field.tag, [key, field] as const]),
  );

/** How messages are coded: a varint, or so many bytes. */
const VARINT = 0;
const SIZED = 2;
const FOUR_BYTES = 5;
const WIRE_TYPES = { text: SIZED, bytes: SIZED, int: VARINT, float: FOUR_BYTES } as const;

class Decoder {
  private readonly from: PbfReader;
  private readonly tags = new Map<MessageName, Tags>();

  constructor(private readonly bytes: Uint8Array) {
    this.from = new PbfReader(bytes);
  }

  /** The fields up to `end`. */
  message(name: MessageName, end = this.bytes.length): Content {
    const { from } = this;
    const tags = this.tags.get(name) ?? tagsOf(name);
    this.tags.set(name, tags);
    const content: Content = {};
    for (;;) {
      const tag = from.nextField(end);
      if (from.pos > end) throw damaged();
      if (tag === 0) return content;
      const known = tags.get(tag);
      if (known) this.field(known, content, end);
    }
  }

  private field([key, field]: readonly [string, Field], content: Content, end: number): void {
    const list = () => (content[key] ??= []) as unknown[];
    if ('one' in field) content[key] = this.scalar(field.one, end);
    else if ('message' in field) {
      const inner = this.message(field.message, this.extent(end));
      if (field.repeated) list().push(inner);
      else content[key] = inner;
    } else {
      const kind = 'many' in field ? field.many : field.packed;
      this.list(kind, list(), end);
    }
    if (this.from.pos > end) throw damaged();
  }

  private scalar(kind: keyof typeof WIRE_TYPES, end: number): unknown {
    if (this.from.type !== WIRE_TYPES[kind]) throw damaged();
    if (this.from.type === SIZED) this.checkExtent(end);
    return scalarReaders[kind](this.from);
  }

  /** Numbers may stand one by one or packed, whatever the table says. */
  private list(kind: keyof typeof WIRE_TYPES | 'double', items: unknown[], end: number): void {
    const { from } = this;
    if (kind === 'text' || kind === 'bytes') {
      items.push(this.scalar(kind, end));
      return;
    }
    const read = kind === 'double' ? () => from.readDouble() : () => scalarReaders[kind](from);
    if (from.type !== SIZED) {
      items.push(read());
      return;
    }
    const last = this.extent(end);
    while (from.pos < last) items.push(read());
  }

  /** Where the sized field that begins here ends. */
  private extent(end: number): number {
    if (this.from.type !== SIZED) throw damaged();
    const last = this.from.readVarint() + this.from.pos;
    if (!(last <= end)) throw damaged();
    return last;
  }

  /** The same without moving on. */
  private checkExtent(end: number): void {
    const at = this.from.pos;
    this.extent(end);
    this.from.pos = at;
  }
}

/** The model of a file. Throws `DataFileError` if the bytes are not ONNX. */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  let model: OnnxModel;
  try {
    model = new Decoder(bytes).message('model');
  } catch (error) {
    throw error instanceof DataFileError ? error : damaged(error);
  }
  if (!model.graph || model.irVersion === undefined) throw damaged();
  return model;
}

const damaged = (cause?: unknown): DataFileError =>
  new DataFileError(
    'The file is not an ONNX model, or it is damaged: export or download it again as .onnx.',
    { cause },
  );
