import { StudioError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { BertModel } from '../runtime/bert-model.ts';
import { type ModelFolder, openModel } from '../storage/models.ts';
import { openInferenceModel } from './engines.ts';

/** What is asked of a model: its encoder's states, words for [MASK], or what its own head predicts. */
export type Purpose = 'features' | 'fill-mask' | 'predict';

export interface OpenedModel {
  readonly model: ModelFolder;
  readonly bert: BertModel;
  readonly head: HeadSpec | null;
}

const MASKED_LM: HeadSpec = { task: 'fill-mask', problemType: 'single_label_classification', labels: [] };

/** Models kept open between questions, the one asked least recently closed first. */
export class ModelShelf {
  private readonly opened = new Map<string, Promise<OpenedModel>>();
  private readonly most: number;
  private readonly threads: number | null;

  constructor({ most = 3, threads = null }: { most?: number; threads?: number | null } = {}) {
    this.most = most;
    this.threads = threads;
  }

  /** @throws StudioError `no_masked_lm_head`, `no_head`, and whatever is wrong with the model's files. */
  async get(path: string, purpose: Purpose): Promise<OpenedModel> {
    const key = `${purpose} ${path}`;
    const opening = this.opened.get(key) ?? open(path, purpose, this.threads);
    this.opened.delete(key);
    this.opened.set(key, opening);
    opening.catch(() => this.opened.delete(key));
    const opened = await opening;
    if (this.opened.size > this.most) {
      const [oldest] = this.opened.keys();
      const old = this.opened.get(oldest!)!;
      this.opened.delete(oldest!);
      await (await old).bert.dispose();
    }
    return opened;
  }

  async close(): Promise<void> {
    for (const opening of this.opened.values()) await (await opening).bert.dispose();
    this.opened.clear();
  }
}

async function open(path: string, purpose: Purpose, threads: number | null): Promise<OpenedModel> {
  const model = await openModel(path);
  const head = purpose === 'features' ? null : purpose === 'fill-mask' ? MASKED_LM : headOf(model);
  const { bert, report } = await openInferenceModel(model, head, threads);
  if (purpose === 'fill-mask' && report.missing.length > 0) {
    await bert.dispose();
    throw new StudioError(
      'no_masked_lm_head',
      `${model.name} has no masked-LM head, so it cannot guess words. Use bert-base-uncased.`,
    );
  }
  return { model, bert, head };
}

/** The head a checkpoint was fine-tuned with. @throws StudioError `no_head`. */
export function headOf(model: ModelFolder): HeadSpec {
  const head = headIn(model);
  if (head) return head;
  throw new StudioError(
    'no_head',
    `${model.name} was not fine-tuned to predict labels. Train it first, and give the run's folder.`,
  );
}

/** Null where the checkpoint has no head that predicts labels. */
export function headIn({ checkpointHead }: ModelFolder): HeadSpec | null {
  const { labels, problemType, architecture } = checkpointHead;
  if (!labels || !architecture?.includes('Classification')) return null;
  const task = architecture.includes('Token') ? 'token-classification' : 'text-classification';
  return { task, problemType: problemType ?? 'single_label_classification', labels };
}
