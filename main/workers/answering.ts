// How the processes that answer do: under the hand of whoever started them, and not longer than that is there.
import { transferError } from '../../app/transferred-error.ts';
import type { OneAnswer } from './one-answer.ts';
import { parent } from './parent.ts';
import type { Question } from './question-worker.ts';

type Answers<Questions> = Record<keyof Questions, (params: never) => unknown>;

/** Answers questions by name as they come. */
export function answerEach<Questions extends Answers<Questions>>(
  answers: Questions,
  { oneAtATime = false } = {},
): void {
  const answer = async ({ id, name, params }: Question) =>
    parent.send({ id, ...(await outcomeOf(() => answers[name as keyof Questions](params as never))) });
  let last = Promise.resolve();
  parent.onMessage((question: Question) => {
    last = oneAtATime ? last.then(() => answer(question)) : answer(question);
  });
  endWithParent();
}

/** Answers the one question this process was started for, and leaves. */
export function answerOnce<Params, Value>(answer: (question: Params) => Promise<Value>): void {
  parent.onMessage(async (question: Params) => {
    parent.send(await outcomeOf(() => answer(question)));
    parent.leave();
  });
  endWithParent();
}

async function outcomeOf<Value>(answer: () => Value | Promise<Value>): Promise<OneAnswer<Value>> {
  try {
    return { ok: true, value: await answer() };
  } catch (error) {
    return { ok: false, error: transferError(error) };
  }
}

function endWithParent(): void {
  // A terminal sends Ctrl-C to the whole process group; the parent decides what it means.
  process.on('SIGINT', () => {});
  parent.onGone(() => process.exit());
}
