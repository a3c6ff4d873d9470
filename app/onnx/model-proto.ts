import protobuf from 'protobufjs/minimal.js';

/** ONNX's numbers for the element types used here (onnx.proto, TensorProto.DataType). */
export const ONNX_TYPE = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10 } as const;
type OnnxType = keyof typeof ONNX_TYPE;

export interface OnnxNode {
  readonly type: string;
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly integers: Readonly<Record<string, number | string | readonly number[]>>;
  readonly floats: Readonly<Record<string, number>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  /** Little-endian bytes. */
  readonly bytes: Uint8Array;
}

interface OnnxValueInfo {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  /** The version of ONNX's operators. */
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The IR version that goes with opset 18 (ONNX 1.13); nothing here needs a later one. */
const IR_VERSION = 8;
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 } as const;

const LENGTH_DELIMITED = 2;
const tag = (field: number, wire: number) => (field << 3) | wire;

/** Serialises to ModelProto bytes; the field numbers are those of onnx.proto. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(tag(1, 0)).int64(IR_VERSION);
  writer.uint32(tag(2, LENGTH_DELIMITED)).string('bert-studio');
  message(writer, 7, () => writeGraph(writer, model));
  for (const [domain, version] of [
    ['', model.opset],
    ['com.microsoft', 1],
  ] as const) {
    message(writer, 8, () => {
      writer.uint32(tag(1, LENGTH_DELIMITED)).string(domain);
      writer.uint32(tag(2, 0)).int64(version);
    });
  }
  for (const [key, value] of Object.entries(model.metadata ?? {})) {
    message(writer, 14, () => {
      writer.uint32(tag(1, LENGTH_DELIMITED)).string(key);
      writer.uint32(tag(2, LENGTH_DELIMITED)).string(value);
    });
  }
  return writer.finish();
}

function message(writer: protobuf.Writer, field: number, body: () => void): void {
  writer.uint32(tag(field, LENGTH_DELIMITED)).fork();
  body();
  writer.ldelim();
}

function writeGraph(writer: protobuf.Writer, model: OnnxModel): void {
  for (const node of model.nodes) message(writer, 1, () => writeNode(writer, node));
  writer.uint32(tag(2, LENGTH_DELIMITED)).string('bert');
  for (const tensor of model.initializers) message(writer, 5, () => writeTensor(writer, tensor));
  for (const input of model.inputs) message(writer, 11, () => writeValueInfo(writer, input));
  for (const output of model.outputs) message(writer, 12, () => writeValueInfo(writer, output));
}

function writeNode(writer: protobuf.Writer, node: OnnxNode): void {
  for (const input of node.inputs) writer.uint32(tag(1, LENGTH_DELIMITED)).string(input);
  for (const output of node.outputs) writer.uint32(tag(2, LENGTH_DELIMITED)).string(output);
  writer.uint32(tag(3, LENGTH_DELIMITED)).string(node.name);
  writer.uint32(tag(4, LENGTH_DELIMITED)).string(node.type);
  for (const [name, value] of Object.entries(node.integers)) {
    message(writer, 5, () => {
      writer.uint32(tag(1, LENGTH_DELIMITED)).string(name);
      if (typeof value === 'number') {
        writer.uint32(tag(3, 0)).int64(value).uint32(tag(20, 0)).int32(ATTRIBUTE_TYPE.int);
      } else if (typeof value === 'string') {
        writer.uint32(tag(4, LENGTH_DELIMITED)).string(value).uint32(tag(20, 0)).int32(ATTRIBUTE_TYPE.string);
      } else {
        for (const item of value) writer.uint32(tag(8, 0)).int64(item);
        writer.uint32(tag(20, 0)).int32(ATTRIBUTE_TYPE.ints);
      }
    });
  }
  for (const [name, value] of Object.entries(node.floats)) {
    message(writer, 5, () => {
      writer.uint32(tag(1, LENGTH_DELIMITED)).string(name);
      writer.uint32(tag(2, 5)).float(value).uint32(tag(20, 0)).int32(ATTRIBUTE_TYPE.float);
    });
  }
  if (node.domain) writer.uint32(tag(7, LENGTH_DELIMITED)).string(node.domain);
}

function writeTensor(writer: protobuf.Writer, tensor: OnnxTensor): void {
  for (const dim of tensor.shape) writer.uint32(tag(1, 0)).int64(dim);
  writer.uint32(tag(2, 0)).int32(ONNX_TYPE[tensor.type]);
  writer.uint32(tag(8, LENGTH_DELIMITED)).string(tensor.name);
  writer.uint32(tag(9, LENGTH_DELIMITED)).bytes(tensor.bytes);
}

function writeValueInfo(writer: protobuf.Writer, { name, type, shape }: OnnxValueInfo): void {
  writer.uint32(tag(1, LENGTH_DELIMITED)).string(name);
  message(writer, 2, () => {
    message(writer, 1, () => {
      writer.uint32(tag(1, 0)).int32(ONNX_TYPE[type]);
      message(writer, 2, () => {
        for (const dim of shape) {
          message(writer, 1, () => {
            if (typeof dim === 'number') writer.uint32(tag(1, 0)).int64(dim);
            else writer.uint32(tag(2, LENGTH_DELIMITED)).string(dim);
          });
        }
      });
    });
  });
}
