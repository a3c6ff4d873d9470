// A process that answers questions to models.
import { transferError } from '../../app/transferred-error.ts';
import { parent } from './parent.ts';
import type { Answer, Question } from './question-worker.ts';
import { ModelShelf } from './questions/model-shelf.ts';
import { type Questions, questionsOn } from './questions/questions.ts';

const questions = questionsOn(new ModelShelf());

/** One at a time: they would only take the processor from each other. */
let last: Promise<void> = Promise.resolve();

parent.onMessage((question: Question) => {
  last = last.then(() => answer(question));
});
process.on('SIGINT', () => {});
parent.onGone(() => process.exit());

async function answer({ id, name, params }: Question): Promise<void> {
  let result: Answer;
  try {
    result = { id, ok: true, value: await questions[name as keyof Questions](params as never) };
  } catch (error) {
    result = { id, ok: false, error: transferError(error) };
  }
  parent.send(result);
}
