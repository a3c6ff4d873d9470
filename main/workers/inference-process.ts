// A process that answers questions to models.
import { transferError } from '../../app/transferred-error.ts';
import type { InferenceAnswer, InferenceQuestion } from './inference-worker.ts';
import { ModelShelf } from './model-shelf.ts';
import { parent } from './parent.ts';
import { Questions } from './questions.ts';

const questions = new Questions(new ModelShelf());

/** One at a time: they would only take the processor from each other. */
let last: Promise<void> = Promise.resolve();

parent.onMessage((question: InferenceQuestion) => {
  last = last.then(() => answer(question));
});
process.on('SIGINT', () => {});
parent.onGone(() => process.exit());

async function answer({ id, name, params }: InferenceQuestion): Promise<void> {
  let result: InferenceAnswer;
  try {
    result = { id, ok: true, value: await questions[name](params as never) };
  } catch (error) {
    result = { id, ok: false, error: transferError(error) };
  }
  parent.send(result);
}
