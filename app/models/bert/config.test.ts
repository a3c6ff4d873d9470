import { describe, expect, it } from 'vitest';
import { parseBertConfig, parseCheckpointHead } from './config.ts';

const parse = (fields: object) => parseBertConfig({ model_type: 'bert', ...fields }, 'm/config.json');

describe('parseBertConfig', () => {
  it('keeps the given fields and takes the defaults of BertConfig for the others', () => {
    expect(parse({ hidden_size: 384, layer_norm_eps: 1e-5, classifier_dropout: 0.2 })).toEqual({
      vocab_size: 30_522,
      hidden_size: 384,
      num_hidden_layers: 12,
      num_attention_heads: 12,
      intermediate_size: 3072,
      hidden_act: 'gelu',
      hidden_dropout_prob: 0.1,
      attention_probs_dropout_prob: 0.1,
      classifier_dropout: 0.2,
      max_position_embeddings: 512,
      type_vocab_size: 2,
      initializer_range: 0.02,
      layer_norm_eps: 1e-5,
      pad_token_id: 0,
    });
  });

  it('reads a configuration older than model_type', () => {
    expect(parseBertConfig({ hidden_size: 24 }, 'config.json').hidden_size).toBe(24);
  });

  it.each([
    ['gelu', 'gelu'],
    ['gelu_python', 'gelu'],
    ['gelu_new', 'gelu_new'],
    ['gelu_pytorch_tanh', 'gelu_new'],
    ['relu', 'relu'],
  ])('knows the activation %s as %s', (given, known) => {
    expect(parse({ hidden_act: given }).hidden_act).toBe(known);
  });

  it.each([
    ['another model type', { model_type: 'roberta' }, '"roberta"'],
    ['another activation', { hidden_act: 'silu' }, 'hidden_act "silu"'],
    ['relative positions', { position_embedding_type: 'relative_key_query' }, '"relative_key_query"'],
    ['a decoder', { is_decoder: true }, 'is_decoder'],
    ['another quantization', { quantization_config: { quant_method: 'gptq' } }, '"gptq"'],
    ['pruned heads', { pruned_heads: { 3: [1] } }, 'pruned_heads'],
    [
      'an untied decoder',
      { tie_word_embeddings: false, architectures: ['BertForMaskedLM'] },
      'tie_word_embeddings',
    ],
  ])('refuses %s by name', (_, fields, name) => {
    expect(() => parse(fields)).toThrow(
      expect.objectContaining({ code: 'unsupported_model', message: expect.stringContaining(name) }),
    );
  });

  it.each([
    [
      'heads that do not divide the hidden size',
      { hidden_size: 100, num_attention_heads: 12 },
      'num_attention_heads',
    ],
    ['a size that is not whole', { num_hidden_layers: 1.5 }, 'num_hidden_layers'],
    ['a size given as text', { vocab_size: '30522' }, 'vocab_size'],
    ['no token types', { type_vocab_size: 0 }, 'type_vocab_size'],
    ['certain dropout', { hidden_dropout_prob: 1 }, 'hidden_dropout_prob'],
    ['an epsilon of zero', { layer_norm_eps: 0 }, 'layer_norm_eps'],
  ])('refuses %s, naming file and field', (_, fields, field) => {
    expect(() => parse(fields)).toThrow(
      expect.objectContaining({ code: 'invalid_config', details: { file: 'm/config.json', field } }),
    );
  });

  it('refuses sizes that would fill the memory before a weight is looked at, and names that every object has', () => {
    for (const name of ['num_hidden_layers', 'vocab_size', 'hidden_size', 'type_vocab_size'])
      expect(() => parse({ [name]: 1e12 })).toThrow(
        `${name} is 1000000000000, but must be a whole number above 0`,
      );
    expect(() => parse({ hidden_act: 'toString' })).toThrow('hidden_act "toString" is not supported');
  });

  it('refuses what is no object', () => {
    expect(() => parseBertConfig([], 'config.json')).toThrow('not a JSON object');
  });
});

describe('parseCheckpointHead', () => {
  it('orders the labels by id, and not as text', () => {
    const id2label = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [10 - i, `tag ${10 - i}`]));
    expect(parseCheckpointHead({ id2label }).labels).toEqual(
      Array.from({ length: 11 }, (_, i) => `tag ${i}`),
    );
  });

  it("gives a classifier without names Hugging Face's two, or as many as num_labels", () => {
    const architectures = ['BertForSequenceClassification'];
    expect(parseCheckpointHead({ architectures }).labels).toEqual(['LABEL_0', 'LABEL_1']);
    expect(parseCheckpointHead({ architectures, num_labels: 1 })).toMatchObject({
      labels: ['LABEL_0'],
      problemType: 'regression',
    });
  });

  it('takes a number of labels that cannot be for none', () => {
    for (const num_labels of [1e12, -1, 0, Number.NaN]) {
      const { labels } = parseCheckpointHead({
        architectures: ['BertForSequenceClassification'],
        num_labels,
      });
      expect(labels).toEqual(['LABEL_0', 'LABEL_1']);
    }
  });

  it('finds no labels in a model without classifier', () => {
    expect(parseCheckpointHead({ architectures: ['BertForMaskedLM'] })).toEqual({
      labels: null,
      problemType: null,
      architecture: 'BertForMaskedLM',
    });
  });
});
