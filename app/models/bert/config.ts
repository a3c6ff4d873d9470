import { StudioError } from '../../errors.ts';
import { PROBLEM_TYPES, type ProblemType } from '../task.ts';

type HiddenAct = 'gelu' | 'gelu_new' | 'relu';

/** What the studio needs of a `config.json`, under Hugging Face's names. */
export interface BertConfig {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly intermediate_size: number;
  readonly hidden_act: HiddenAct;
  readonly hidden_dropout_prob: number;
  readonly attention_probs_dropout_prob: number;
  /** Dropout before the classifier; `hidden_dropout_prob` where it is null. */
  readonly classifier_dropout: number | null;
  readonly max_position_embeddings: number;
  readonly type_vocab_size: number;
  readonly initializer_range: number;
  readonly layer_norm_eps: number;
  readonly pad_token_id: number;
}

/** What a fine-tuned checkpoint says of its head. */
export interface CheckpointHead {
  /** `id2label` in order (`LABEL_0`... where a classifier's file gives no names); null without a classifier. */
  readonly labels: readonly string[] | null;
  /** Null where the file does not say; a classifier of one output is a regression, as in Hugging Face. */
  readonly problemType: ProblemType | null;
  readonly architecture: string | null;
}

/** Hugging Face's other names for the same formulas. */
const ACTIVATIONS: Readonly<Record<string, HiddenAct>> = {
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu_new',
  gelu_fast: 'gelu_new',
  gelu_pytorch_tanh: 'gelu_new',
  gelu_python_tanh: 'gelu_new',
  relu: 'relu',
};

/** The most that each may be: far above any BERT there is, far below what fills the memory before a weight is looked at. */
const MOST = {
  vocab_size: 10_000_000,
  hidden_size: 100_000,
  num_hidden_layers: 1000,
  num_attention_heads: 1000,
  intermediate_size: 1_000_000,
  max_position_embeddings: 1_000_000,
  type_vocab_size: 1000,
} as const;
const MOST_LABELS = 100_000;

/** Architectures whose head projects onto the vocabulary. */
const LANGUAGE_MODELS = ['BertForMaskedLM', 'BertForPreTraining', 'BertLMHeadModel'];

/** Classes that Hugging Face assumes where a classifier's config.json tells neither id2label nor num_labels. */
const DEFAULT_LABELS = 2;

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a parsed config.json. Missing fields take BertConfig's defaults, as in transformers.
 *
 * @param where the file, for messages.
 * @throws StudioError `unsupported_model` for what is not a plain BERT encoder, naming it and what to do;
 * `invalid_config` for values that cannot be.
 */
export function parseBertConfig(json: unknown, where: string): BertConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new StudioError('invalid_config', `${where} is not a JSON object.`, { details: { file: where } });
  }
  const fields = json as Json;
  refuseOtherModels(fields, where);
  const config: BertConfig = {
    vocab_size: number(fields, 'vocab_size', 30_522, where),
    hidden_size: number(fields, 'hidden_size', 768, where),
    num_hidden_layers: number(fields, 'num_hidden_layers', 12, where),
    num_attention_heads: number(fields, 'num_attention_heads', 12, where),
    intermediate_size: number(fields, 'intermediate_size', 3072, where),
    hidden_act: activation(fields.hidden_act ?? 'gelu', where),
    hidden_dropout_prob: probability(fields, 'hidden_dropout_prob', 0.1, where),
    attention_probs_dropout_prob: probability(fields, 'attention_probs_dropout_prob', 0.1, where),
    classifier_dropout:
      typeof fields.classifier_dropout === 'number'
        ? probability(fields, 'classifier_dropout', 0, where)
        : null,
    max_position_embeddings: number(fields, 'max_position_embeddings', 512, where),
    type_vocab_size: number(fields, 'type_vocab_size', 2, where),
    initializer_range: number(fields, 'initializer_range', 0.02, where),
    layer_norm_eps: number(fields, 'layer_norm_eps', 1e-12, where),
    pad_token_id: typeof fields.pad_token_id === 'number' ? fields.pad_token_id : 0,
  };
  for (const [name, most] of Object.entries(MOST)) {
    const value = config[name as keyof typeof MOST];
    if (!Number.isInteger(value) || value < 1 || value > most)
      throw invalid(where, name, value, `a whole number above 0, and ${most} at most`);
  }
  if (!(config.layer_norm_eps > 0)) throw invalid(where, 'layer_norm_eps', config.layer_norm_eps, 'above 0');
  if (config.initializer_range < 0)
    throw invalid(where, 'initializer_range', config.initializer_range, 'at least 0');
  if (config.hidden_size % config.num_attention_heads !== 0) {
    throw invalid(
      where,
      'num_attention_heads',
      config.num_attention_heads,
      `a divisor of hidden_size (${config.hidden_size})`,
    );
  }
  return config;
}

/** Labels, problem type and architecture of a fine-tuned checkpoint's config.json. */
export function parseCheckpointHead(json: unknown): CheckpointHead {
  const { id2label, num_labels, problem_type, architectures } = json as Json;
  const architecture = Array.isArray(architectures) ? String(architectures[0]) : null;
  const classifies = architecture?.endsWith('Classification') ?? false;
  const unnamed = () => {
    const isCount = typeof num_labels === 'number' && num_labels >= 1 && num_labels <= MOST_LABELS;
    const length = isCount ? num_labels : DEFAULT_LABELS;
    return Array.from({ length }, (_, i) => `LABEL_${i}`);
  };
  const labels = namesById(id2label) ?? (classifies ? unnamed() : null);
  const implied =
    architecture === 'BertForSequenceClassification' && labels?.length === 1 ? 'regression' : null;
  return {
    labels,
    problemType: PROBLEM_TYPES.find((type) => type === problem_type) ?? implied,
    architecture,
  };
}

/** `{"0": "NEGATIVE", "1": "POSITIVE"}` as a list; null unless the ids run from 0 without a gap. */
function namesById(id2label: unknown): string[] | null {
  if (typeof id2label !== 'object' || id2label === null) return null;
  const names = Object.keys(id2label).map((_, id) => (id2label as Json)[String(id)]);
  return names.every((name) => typeof name === 'string') ? names : null;
}

function refuseOtherModels(fields: Json, where: string): void {
  const refuse = (what: string, remedy: string) => {
    throw new StudioError('unsupported_model', `${where}: ${what} ${remedy}`, { details: { file: where } });
  };
  if (fields.model_type !== undefined && fields.model_type !== 'bert') {
    refuse(
      `the model is of type "${fields.model_type}", and BERT Studio runs only BERT encoders (model_type "bert").`,
      'Choose a BERT checkpoint, such as bert-base-uncased or a MiniLM.',
    );
  }
  const position = fields.position_embedding_type;
  if (position !== undefined && position !== null && position !== 'absolute') {
    refuse(
      `position_embedding_type is "${position}", and only "absolute" is supported.`,
      'Choose a BERT with absolute positions.',
    );
  }
  if (fields.is_decoder === true || fields.add_cross_attention === true) {
    refuse('the model is a decoder (is_decoder or add_cross_attention).', 'Choose a BERT encoder.');
  }
  const quantization = (fields.quantization_config as Json | undefined)?.quant_method;
  if (fields.quantization_config && quantization !== 'int8_groupwise') {
    refuse(
      `the weights are quantized with "${quantization}", and only "int8_groupwise" is supported.`,
      'Choose the original model in float32, float16 or bfloat16.',
    );
  }
  if (Object.keys((fields.pruned_heads as Json | undefined) ?? {}).length > 0) {
    refuse('some attention heads are pruned (pruned_heads).', 'Choose the model before pruning.');
  }
  const architecture = String((fields.architectures as unknown[] | undefined)?.[0]);
  if (fields.tie_word_embeddings === false && LANGUAGE_MODELS.includes(architecture)) {
    refuse(
      'its decoder is not tied to the word embeddings (tie_word_embeddings is false).',
      'Choose a BERT with a tied decoder.',
    );
  }
}

function activation(name: unknown, where: string): HiddenAct {
  if (Object.hasOwn(ACTIVATIONS, String(name))) return ACTIVATIONS[String(name)]!;
  throw new StudioError(
    'unsupported_model',
    `${where}: hidden_act "${name}" is not supported. BERT Studio knows ${Object.keys(ACTIVATIONS).join(', ')}.`,
    { details: { file: where, field: 'hidden_act' } },
  );
}

function number(fields: Json, name: string, fallback: number, where: string): number {
  const value = fields[name] ?? fallback;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid(where, name, value, 'a number');
  return value;
}

function probability(fields: Json, name: string, fallback: number, where: string): number {
  const value = number(fields, name, fallback, where);
  if (value < 0 || value >= 1) throw invalid(where, name, value, 'at least 0 and below 1');
  return value;
}

function invalid(where: string, field: string, value: unknown, rule: string): StudioError {
  return new StudioError(
    'invalid_config',
    `${where}: ${field} is ${JSON.stringify(value)}, but must be ${rule}.`,
    {
      details: { file: where, field },
    },
  );
}
