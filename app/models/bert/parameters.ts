import type { HeadSpec } from '../task.ts';
import type { BertConfig } from './config.ts';

type Initialization = 'normal' | 'zeros' | 'ones';

/** One weight of the model under Hugging Face's name. */
export interface BertParameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** False for biases and LayerNorm weights, as in Hugging Face's Trainer. */
  readonly decays: boolean;
  /** True for what a task adds to the encoder and pooler. */
  readonly head: boolean;
  /** How a new one starts (BertPreTrainedModel._init_weights). */
  readonly initialization: Initialization;
  /** Row of [PAD], which starts as zeros and stays so (`padding_idx` of PyTorch's Embedding). */
  readonly paddingRow?: number;
}

/** Which parameters training leaves as they are. */
export interface Freezing {
  readonly embeddings: boolean;
  /** The first so many layers. */
  readonly layers: number;
  /** All but the head. */
  readonly encoder: boolean;
}

/**
 * All parameters of a BERT with a head, in forward order: BertForSequenceClassification (with pooler),
 * BertForTokenClassification or BertForMaskedLM (both without; the decoder is the word embedding table).
 */
export function bertParameters(config: BertConfig, head: HeadSpec): BertParameter[] {
  return [...encoderParameters(config), ...headParameters(config, head)];
}

/** Embeddings and layers. */
export function encoderParameters(config: BertConfig): BertParameter[] {
  const { hidden_size: size, intermediate_size: wide } = config;
  const layer = (i: number) => {
    const name = `bert.encoder.layer.${i}`;
    return [
      ...['query', 'key', 'value'].flatMap((part) => dense(`${name}.attention.self.${part}`, size, size)),
      ...dense(`${name}.attention.output.dense`, size, size),
      ...layerNorm(`${name}.attention.output.LayerNorm`, size),
      ...dense(`${name}.intermediate.dense`, size, wide),
      ...dense(`${name}.output.dense`, wide, size),
      ...layerNorm(`${name}.output.LayerNorm`, size),
    ];
  };
  return [
    {
      ...table('bert.embeddings.word_embeddings', config.vocab_size, size),
      paddingRow: config.pad_token_id,
    },
    table('bert.embeddings.position_embeddings', config.max_position_embeddings, size),
    table('bert.embeddings.token_type_embeddings', config.type_vocab_size, size),
    ...layerNorm('bert.embeddings.LayerNorm', size),
    ...Array.from({ length: config.num_hidden_layers }, (_, i) => layer(i)).flat(),
  ];
}

export function poolerParameters({ hidden_size }: BertConfig): BertParameter[] {
  return dense('bert.pooler.dense', hidden_size, hidden_size);
}

function headParameters(config: BertConfig, { task, labels }: HeadSpec): BertParameter[] {
  const asHead = (parameters: BertParameter[]) =>
    parameters.map((parameter) => ({ ...parameter, head: true }));
  const { hidden_size: size, vocab_size } = config;
  switch (task) {
    case 'text-classification':
      return [...poolerParameters(config), ...asHead(dense('classifier', size, labels.length))];
    case 'token-classification':
      return asHead(dense('classifier', size, labels.length));
    case 'fill-mask':
      return asHead([
        ...dense('cls.predictions.transform.dense', size, size),
        ...layerNorm('cls.predictions.transform.LayerNorm', size),
        parameter('cls.predictions.bias', [vocab_size], 'zeros'),
      ]);
  }
}

/** Whether training may change the parameter. */
export function isTrainable(
  { name, head }: Pick<BertParameter, 'name' | 'head'>,
  freezing: Freezing,
): boolean {
  if (freezing.encoder) return head;
  if (freezing.embeddings && name.startsWith('bert.embeddings.')) return false;
  const layer = /^bert\.encoder\.layer\.(\d+)\./.exec(name);
  return !layer || Number(layer[1]) >= freezing.layers;
}

function dense(name: string, from: number, to: number): BertParameter[] {
  return [parameter(`${name}.weight`, [to, from], 'normal'), parameter(`${name}.bias`, [to], 'zeros')];
}

function layerNorm(name: string, size: number): BertParameter[] {
  return [parameter(`${name}.weight`, [size], 'ones'), parameter(`${name}.bias`, [size], 'zeros')];
}

function table(name: string, rows: number, size: number): BertParameter {
  return parameter(`${name}.weight`, [rows, size], 'normal');
}

function parameter(name: string, shape: readonly number[], initialization: Initialization): BertParameter {
  return { name, shape, decays: initialization === 'normal', head: false, initialization };
}
