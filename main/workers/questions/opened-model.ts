import type { Answered, TokenRow } from '../../../app/contract/inference.ts';
import type { DeviceChoice } from '../../../app/devices.ts';
import { StudioError } from '../../../app/errors.ts';
import type { MASKED_LM } from '../../../app/models/task.ts';
import type { Encoding } from '../../../app/tokenization/encoding.ts';
import type { BertModel } from '../../runtime/bert-model.ts';
import { type ModelFolder, openModel } from '../../storage/models.ts';
import { openInferenceModel } from '../engines.ts';
import { inputLimits } from '../input-limits.ts';
import type { ModelShelf } from './model-shelf.ts';

/** Which model is asked, and where it computes. */
export interface Asked {
  /** A model's name, or the folder of a model or checkpoint. */
  readonly model: string;
  /** `cpu` where it is not given. */
  readonly device?: DeviceChoice | undefined;
}

export interface Question extends Asked {
  readonly text: string;
  readonly pair?: string | undefined;
}

interface OpenedModel {
  readonly model: ModelFolder;
  readonly bert: BertModel;
  dispose(): Promise<void>;
}

/**
 * A model from the shelf, with its masked-LM head or without any.
 * @throws StudioError `no_masked_lm_head`, and whatever is wrong with the model's files.
 */
export function openOn(
  shelf: ModelShelf,
  { model: path, device = 'cpu' }: Asked,
  head: typeof MASKED_LM | null,
): Promise<OpenedModel> {
  return shelf.get(`${head?.task ?? 'features'} ${device} ${path}`, async () => {
    const model = await openModel(path);
    const { bert, report } = await openInferenceModel(model, head, device);
    const dispose = () => bert.dispose();
    if (head === null || report.missing.length === 0) return { model, bert, dispose };
    await dispose();
    throw new StudioError(
      'no_masked_lm_head',
      `${model.name} has no masked-LM head, so it cannot guess words. Use bert-base-uncased.`,
    );
  });
}

/** The pieces a text is cut into, not truncated. */
export async function tokenize({ model, text, pair }: Question): Promise<TokenRow[]> {
  const { tokenizer } = await openModel(model);
  return tokenRows(tokenizer, tokenizer.encode(inputOf(text, pair), { truncation: 'do_not_truncate' }));
}

/** A text or pair as the model reads it, cut to what it can read. */
export function encodingOf(model: ModelFolder, { text, pair }: Pick<Question, 'text' | 'pair'>): Encoding {
  return model.tokenizer.encode(inputOf(text, pair), inputLimits(model));
}

function inputOf(text: string, pair: string | undefined): string | readonly [string, string] {
  return pair === undefined ? text : [text, pair];
}

export function tokenRows(tokenizer: ModelFolder['tokenizer'], encoding: Encoding): TokenRow[] {
  const { inputIds, tokenTypeIds, offsets } = encoding;
  return tokenizer.convertIdsToTokens([...inputIds]).map((token, i) => ({
    token,
    id: inputIds[i]!,
    type: tokenTypeIds[i]!,
    start: offsets[2 * i]!,
    end: offsets[2 * i + 1]!,
  }));
}

/** What `ask` resolves with, and by which model and where it was answered in how many seconds. */
export async function timed<Value>(
  { model, bert }: OpenedModel,
  ask: () => Promise<Value>,
): Promise<Answered & { readonly value: Value }> {
  const start = performance.now();
  const value = await ask();
  return { value, model: model.name, device: bert.device, seconds: (performance.now() - start) / 1000 };
}
