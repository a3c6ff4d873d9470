import type { lessonRequests } from '../../../app/contract/lessons.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import { StudioError } from '../../../app/errors.ts';
import { DEFAULT_TRAINING_ARGUMENTS } from '../../../app/training/arguments.ts';
import { headFor, loadDataset } from '../../storage/datasets.ts';
import type { Questions } from '../../workers/questions/questions.ts';
import { partsOf, watchedOf } from '../../workers/training-data.ts';
import { checkListed } from '../datasets.ts';
import { DEFAULT_VALIDATION_SHARE } from '../training-job.ts';

type AskAnswers = (params: Parameters<Questions['answers']>[0]) => ReturnType<Questions['answers']>;

/** The held-out examples that the lesson follows, and what is said of them before any training. */
export function heldOutHandlers(ask: AskAnswers): Handlers<typeof lessonRequests> {
  return {
    'lessons.heldOut': async ({ dataset }) => {
      const { head, examples } = await heldOut(dataset);
      return { labels: head.labels, examples };
    },
    'lessons.untrained': async ({ model, dataset, own }) => {
      const { head, examples } = await heldOut(dataset);
      const asked = own ? [...examples, own] : examples;
      const inputs = asked.map(({ text, pair }) => ({ text, textPair: pair, words: null }));
      const untrained = { head, seed: DEFAULT_TRAINING_ARGUMENTS.seed };
      const { answers, device, seconds } = await ask({ model, inputs, untrained });
      return {
        model,
        device,
        seconds,
        scores: answers.map((answer) => ('scores' in answer ? answer.scores : [])),
      };
    },
  };
}

/** @throws StudioError `unknown_dataset`; `wrong_task` where rows have no single label each. */
async function heldOut(id: string) {
  await checkListed(id);
  const dataset = await loadDataset(id);
  const head = headFor(dataset);
  if (head.task !== 'text-classification') {
    throw new StudioError(
      'wrong_task',
      `${id} has no single label for each row. Choose one for text classification.`,
    );
  }
  const args = DEFAULT_TRAINING_ARGUMENTS;
  const { validation } = partsOf(dataset, { validationShare: DEFAULT_VALIDATION_SHARE, args });
  return { head, examples: await watchedOf(validation, args.seed) };
}
