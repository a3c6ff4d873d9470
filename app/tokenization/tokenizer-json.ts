import type { SpecialRole, TokenizerSpec } from './tokenizer-files.ts';

/** The tokenizer.json that says the same as `spec`, as Hugging Face writes it for a BERT model. */
export function toTokenizerJson(spec: TokenizerSpec) {
  const ids = new Map(spec.addedTokens.map((token) => [token.content, token.id]));
  const token = (role: SpecialRole, type_id: number) => ({
    SpecialToken: { id: spec.special[role], type_id },
  });
  const sequence = (id: 'A' | 'B', type_id: number) => ({ Sequence: { id, type_id } });
  const definition = (role: SpecialRole) => {
    const text = spec.special[role];
    return [text, { id: text, ids: [ids.get(text)!], tokens: [text] }] as const;
  };
  const single = [token('cls', 0), sequence('A', 0), token('sep', 0)];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: spec.addedTokens,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: spec.cleanText,
      handle_chinese_chars: spec.handleChineseChars,
      strip_accents: spec.stripAccents,
      lowercase: spec.lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, sequence('B', 1), token('sep', 1)],
      special_tokens: Object.fromEntries([definition('cls'), definition('sep')]),
    },
    decoder: { type: 'WordPiece', prefix: spec.continuingSubwordPrefix, cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: spec.special.unk,
      continuing_subword_prefix: spec.continuingSubwordPrefix,
      max_input_chars_per_word: spec.maxInputCharsPerWord,
      vocab: spec.vocab,
    },
  };
}
