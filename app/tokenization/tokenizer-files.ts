import { StudioError } from '../errors.ts';
import type { AddedToken } from './added-tokens.ts';

/** Contents of a model folder's tokenizer files: parsed JSON, and vocab.txt as text. */
export interface TokenizerFiles {
  readonly tokenizerJson?: unknown;
  readonly tokenizerConfig?: unknown;
  /** One token a line, its id being the line number from 0. Used when there is no tokenizer.json. */
  readonly vocabText?: string;
}

type Json = Readonly<Record<string, unknown>>;
export type SpecialRole = 'unk' | 'sep' | 'pad' | 'cls' | 'mask';

/** Everything the files say, checked; `strip_accents: null` resolved. */
export interface TokenizerSpec {
  readonly vocab: Readonly<Record<string, number>>;
  readonly addedTokens: readonly AddedToken[];
  /** The text of each special token, e.g. `[CLS]`. */
  readonly special: Readonly<Record<SpecialRole, string>>;
  readonly cleanText: boolean;
  readonly handleChineseChars: boolean;
  readonly stripAccents: boolean | null;
  readonly lowercase: boolean;
  readonly continuingSubwordPrefix: string;
  readonly maxInputCharsPerWord: number;
  /** `model_max_length`, or null where the files set no limit (Hugging Face then writes 1e30). */
  readonly modelMaxLength: number | null;
}

/**
 * Reads the tokenizer of a BERT model. Where tokenizer_config.json and tokenizer.json disagree on lower-casing, accents
 * or Chinese characters, the configuration wins, as in Hugging Face's BertTokenizer.
 * @throws StudioError `tokenizer_invalid` (malformed, or special tokens missing), `tokenizer_unsupported` (not BERT's kind).
 */
export function readTokenizerFiles({
  tokenizerJson,
  tokenizerConfig,
  vocabText,
}: TokenizerFiles): TokenizerSpec {
  const config = tokenizerConfig === undefined ? {} : object(tokenizerConfig, 'tokenizer_config.json');
  const special = specialTokens(config);
  if (tokenizerJson === undefined && vocabText === undefined) {
    throw invalid('There is neither tokenizer.json nor vocab.txt. Copy one of them from the same model.');
  }
  const json = tokenizerJson === undefined ? {} : object(tokenizerJson, 'tokenizer.json');
  const model = tokenizerJson === undefined ? {} : wordPieceModel(json);
  const vocab = tokenizerJson === undefined ? parseVocabText(vocabText!) : parseVocab(model.vocab);
  const normalizer = component(json, 'normalizer', ['BertNormalizer']);
  component(json, 'pre_tokenizer', ['BertPreTokenizer']);
  component(json, 'post_processor', ['TemplateProcessing', 'BertProcessing']);
  const lowercase = flag(config.do_lower_case, flag(normalizer.lowercase, true)!)!;
  const limit = config.model_max_length;
  return {
    vocab,
    addedTokens: addedTokens(json.added_tokens, special, vocab),
    special,
    cleanText: flag(normalizer.clean_text, true)!,
    handleChineseChars: flag(config.tokenize_chinese_chars, flag(normalizer.handle_chinese_chars, true)!)!,
    stripAccents: flag(config.strip_accents, flag(normalizer.strip_accents, null)),
    lowercase,
    continuingSubwordPrefix: (model.continuing_subword_prefix as string | undefined) ?? '##',
    maxInputCharsPerWord: (model.max_input_chars_per_word as number | undefined) ?? 100,
    modelMaxLength: typeof limit === 'number' && limit < 1e9 ? limit : null,
  };
}

function wordPieceModel(json: Json): Json {
  const model = object(json.model, 'The "model" of tokenizer.json');
  // Old files leave the type out; a vocabulary without BPE merges is WordPiece then.
  const type = model.type ?? (model.merges === undefined ? 'WordPiece' : 'BPE');
  if (type !== 'WordPiece') {
    throw unsupported(`tokenizer.json holds a ${type} model, but BERT's tokenizer is WordPiece.`);
  }
  return model;
}

function component(json: Json, name: string, types: readonly string[]): Json {
  if (json[name] === undefined || json[name] === null) return {};
  const part = object(json[name], `The "${name}" of tokenizer.json`);
  if (types.includes(part.type as string)) return part;
  throw unsupported(`The ${name} of tokenizer.json is ${part.type}; BERT's is ${types.join(' or ')}.`);
}

function parseVocabText(text: string): Record<string, number> {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw invalid('vocab.txt is empty. Copy it again from the model it belongs to.');
  return Object.fromEntries(lines.map((token, id) => [token, id]));
}

function parseVocab(value: unknown): Record<string, number> {
  const vocab = object(value, 'The "model.vocab" of tokenizer.json') as Record<string, number>;
  const owners: string[] = [];
  for (const [token, id] of Object.entries(vocab)) {
    if (!Number.isInteger(id) || id < 0) {
      throw invalid(
        `In tokenizer.json the token "${token}" has the id ${JSON.stringify(id)}, not a whole number >= 0.`,
      );
    }
    const owner = owners[id];
    if (owner !== undefined)
      throw invalid(`In tokenizer.json the tokens "${owner}" and "${token}" share the id ${id}.`);
    owners[id] = token;
  }
  return vocab;
}

function specialTokens(config: Json): Record<SpecialRole, string> {
  const named = (key: string, fallback: string): string => {
    const value = config[key] ?? fallback;
    if (typeof value === 'string') return value;
    const content = object(value, `The "${key}" of tokenizer_config.json`).content;
    if (typeof content === 'string') return content;
    throw invalid(`The "${key}" of tokenizer_config.json has no text. Write it as "${fallback}".`);
  };
  return {
    pad: named('pad_token', '[PAD]'),
    unk: named('unk_token', '[UNK]'),
    cls: named('cls_token', '[CLS]'),
    sep: named('sep_token', '[SEP]'),
    mask: named('mask_token', '[MASK]'),
  };
}

/** The listed added tokens, then the special tokens that the list leaves out; each must have an id. */
function addedTokens(
  value: unknown,
  special: Readonly<Record<SpecialRole, string>>,
  vocab: Readonly<Record<string, number>>,
): AddedToken[] {
  if (value !== undefined && !Array.isArray(value))
    throw invalid('The "added_tokens" of tokenizer.json is not a list.');
  const tokens = (value ?? []).map((entry: unknown): AddedToken => {
    const { id, content, ...rest } = object(entry, 'An entry of "added_tokens" in tokenizer.json');
    if (typeof content !== 'string' || content === '' || !Number.isInteger(id)) {
      throw invalid(
        `An entry of "added_tokens" in tokenizer.json lacks its content or id: ${JSON.stringify(entry)}.`,
      );
    }
    const isSpecial = flag(rest.special, false)!;
    return {
      id: id as number,
      content,
      special: isSpecial,
      normalized: flag(rest.normalized, !isSpecial)!,
      single_word: flag(rest.single_word, false)!,
      lstrip: flag(rest.lstrip, false)!,
      rstrip: flag(rest.rstrip, false)!,
    };
  });
  const listed = new Set(tokens.map((token) => token.content));
  const unlisted = Object.values(special).filter((content) => !listed.has(content));
  const missing = unlisted.filter((content) => vocab[content] === undefined);
  if (missing.length > 0) {
    throw invalid(
      `The vocabulary has no ${missing.join(', ')}. BERT needs these special tokens: use the vocabulary the model was ` +
        'trained with, or name its own special tokens in tokenizer_config.json (cls_token, sep_token, ...).',
      { missing },
    );
  }
  const flags = { special: true, normalized: false, single_word: false, lstrip: false, rstrip: false };
  return [...tokens, ...unlisted.map((content) => ({ id: vocab[content]!, content, ...flags }))];
}

function flag<T extends boolean | null>(value: unknown, fallback: T): boolean | T {
  return typeof value === 'boolean' ? value : fallback;
}

function object(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw invalid(`${what} is not a JSON object. Copy the file again from the model it belongs to.`);
}

function invalid(message: string, details = {}): StudioError {
  return new StudioError('tokenizer_invalid', message, { details });
}

function unsupported(message: string): StudioError {
  return new StudioError(
    'tokenizer_unsupported',
    `${message} Choose a model whose tokenizer is BertTokenizer.`,
  );
}
