import { StudioError } from '../../app/errors.ts';
import { type HeadSpec, MASKED_LM } from '../../app/models/task.ts';
import type { Weight } from '../runtime/inference-device.ts';
import type { ModelDescription, ModelFolder } from '../storage/models.ts';
import { openWeights } from './engines.ts';

/** The head a checkpoint was fine-tuned with. @throws StudioError `no_head`. */
export function headOf(model: ModelFolder): HeadSpec {
  const head = headIn(model);
  if (head) return head;
  const train = "Train it first, and give the run's folder.";
  throw new StudioError(
    'no_head',
    fillsMasks(model)
      ? `${model.name} fills in masked words, and was not fine-tuned to predict labels. ${train} Its words are asked for with fill-mask.`
      : `${model.name} was not fine-tuned to predict labels. ${train}`,
  );
}

/** Null where the checkpoint has no head that predicts labels. */
export function headIn({ checkpointHead }: Pick<ModelDescription, 'checkpointHead'>): HeadSpec | null {
  const { labels, problemType, architecture } = checkpointHead;
  if (!labels || !architecture?.includes('Classification')) return null;
  const task = architecture.includes('Token') ? 'token-classification' : 'text-classification';
  return { task, problemType: problemType ?? 'single_label_classification', labels };
}

/** The head a checkpoint was fine-tuned with, or the masked-LM head it has. */
export function trainedHead(model: ModelFolder): HeadSpec {
  if (!fillsMasks(model)) return headOf(model);
  return MASKED_LM;
}

function fillsMasks({ checkpointHead: { architecture } }: ModelFolder): boolean {
  return architecture === 'BertForMaskedLM' || architecture === 'BertForPreTraining';
}

/**
 * All weights of a model and its head.
 *
 * @throws StudioError `no_head` where some are not in the checkpoint and would be random.
 */
export async function trainedWeights(model: ModelFolder, head: HeadSpec): Promise<readonly Weight[]> {
  const { weights, report } = await openWeights(model, head);
  const untrained = [...report.missing, ...report.mismatched.map(({ name }) => name)];
  if (untrained.length === 0) return weights;
  throw new StudioError(
    'no_head',
    `${model.name} lacks ${untrained.join(', ')}, which would be random numbers. Train it first.`,
    { details: { missing: untrained } },
  );
}
