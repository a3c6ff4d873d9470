import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WeightType } from '../../app/models/bert/pretrained-config.ts';
import { readTokenizerFiles, type TokenizerSpec } from '../../app/tokenization/tokenizer-files.ts';
import { toTokenizerJson } from '../../app/tokenization/tokenizer-json.ts';
import { writeFolderAtomic } from './atomic.ts';
import { type NamedTensor, writeSafetensors } from './safetensors.ts';

interface PretrainedFolder {
  /** config.json (`pretrainedConfig`). */
  readonly config: Readonly<Record<string, unknown>>;
  /** By file name (`completeTokenizerFiles`). */
  readonly tokenizerFiles: Readonly<Record<string, string>>;
  /** Under Hugging Face's names. A tied decoder is not among them. */
  readonly weights: readonly NamedTensor[];
  /** README.md. */
  readonly card: string;
}

/**
 * Writes a folder that Hugging Face's `from_pretrained` opens: config.json, model.safetensors, tokenizer, README.md.
 * The whole folder is there afterwards, or nothing of it.
 *
 * @throws StudioError `already_exists` where `target` is a folder with something in it, `unwritable`, `disk_full`,
 * `float16_overflow`.
 */
export async function writePretrained(
  target: string,
  { config, tokenizerFiles, weights, card }: PretrainedFolder,
  type: WeightType,
): Promise<void> {
  await writeFolderAtomic(target, async (folder) => {
    await writeSafetensors(join(folder, 'model.safetensors'), weights, type === 'float16' ? 'F16' : 'F32');
    const texts = { 'config.json': toJson(config), ...tokenizerFiles, 'README.md': card };
    for (const [name, content] of Object.entries(texts)) await writeFile(join(folder, name), content);
  });
}

/**
 * A model folder's tokenizer files as they are, and those that are lacking made from the others.
 *
 * @param maxPositions `max_position_embeddings`, the longest input where no file tells one.
 */
export async function completeTokenizerFiles(
  folder: string,
  maxPositions: number,
): Promise<Record<string, string>> {
  const read = (name: string) =>
    existsSync(join(folder, name)) ? readFile(join(folder, name), 'utf8') : undefined;
  const tokenizerJson = await read('tokenizer.json');
  const tokenizerConfig = await read('tokenizer_config.json');
  const vocabText = await read('vocab.txt');
  const spec = readTokenizerFiles({
    ...(tokenizerJson === undefined ? {} : { tokenizerJson: JSON.parse(tokenizerJson) }),
    ...(tokenizerConfig === undefined ? {} : { tokenizerConfig: JSON.parse(tokenizerConfig) }),
    ...(vocabText === undefined ? {} : { vocabText }),
  });
  const vocabulary = vocabText ?? vocabularyText(spec);
  return {
    'tokenizer.json': tokenizerJson ?? toJson(toTokenizerJson(spec)),
    'tokenizer_config.json': tokenizerConfig ?? toJson(tokenizerConfigOf(spec, maxPositions)),
    'special_tokens_map.json': (await read('special_tokens_map.json')) ?? toJson(specialTokens(spec)),
    ...(vocabulary === null ? {} : { 'vocab.txt': vocabulary }),
  };
}

function tokenizerConfigOf(spec: TokenizerSpec, maxPositions: number): Record<string, unknown> {
  return {
    tokenizer_class: 'BertTokenizer',
    do_lower_case: spec.lowercase,
    strip_accents: spec.stripAccents,
    tokenize_chinese_chars: spec.handleChineseChars,
    model_max_length: spec.modelMaxLength ?? maxPositions,
    ...specialTokens(spec),
  };
}

function specialTokens({ special }: TokenizerSpec): Record<string, string> {
  return Object.fromEntries(Object.entries(special).map(([role, token]) => [`${role}_token`, token]));
}

/** One token a line, its id being the number of the line; null where ids leave gaps, which the form cannot say. */
function vocabularyText({ vocab }: TokenizerSpec): string | null {
  const tokens = Object.entries(vocab).sort(([, a], [, b]) => a - b);
  if (tokens.some(([, id], line) => id !== line)) return null;
  return `${tokens.map(([token]) => token).join('\n')}\n`;
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
