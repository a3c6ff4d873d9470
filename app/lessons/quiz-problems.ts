import type { Question, QuestionOf, Quiz } from './quiz.ts';

interface QuizProblem {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What a schema of single fields cannot say: that names are known, forms pair up and answers are possible. */
export function quizProblems(quiz: Quiz): QuizProblem[] {
  return [
    ...repeated('concepts', quiz.concepts),
    ...repeated('experiments', quiz.experiments),
    ...quiz.experiments.flatMap(({ arms }, i) => repeated(`experiments ${i} arms`, arms)),
    ...repeated('questions', quiz.questions),
    ...quiz.questions.flatMap((question, i) =>
      problemsOf(question, quiz).map((message) => ({
        path: ['questions', i],
        message: `${question.id}: ${message}`,
      })),
    ),
    ...quiz.concepts.flatMap((concept, i) =>
      formProblems(concept.id, quiz).map((message) => ({
        path: ['concepts', i],
        message: `${concept.id}: ${message}`,
      })),
    ),
  ];
}

function repeated(name: string, items: readonly { readonly id: string }[]): QuizProblem[] {
  const ids = items.map(({ id }) => id);
  return ids.flatMap((id, i) =>
    ids.indexOf(id) < i ? [{ path: [name, i], message: `the id "${id}" is used twice` }] : [],
  );
}

function formProblems(concept: string, { questions }: Quiz): string[] {
  const own = questions.filter((question) => question.concept === concept);
  const [a, b] = (['A', 'B'] as const).map((form) => own.filter((question) => question.form === form));
  if (a!.length !== 1 || b!.length !== 1) return ['needs exactly one question of form A and one of form B'];
  return a![0]!.kind === b![0]!.kind ? [] : ['its two forms must be of the same kind'];
}

function problemsOf(question: Question, quiz: Quiz): string[] {
  const problems = quiz.concepts.some(({ id }) => id === question.concept)
    ? []
    : [`there is no concept "${question.concept}"`];
  const unknown = misconceptionsOf(question).filter((name) => !Object.hasOwn(quiz.misconceptions, name));
  problems.push(...unknown.map((name) => `there is no misconception "${name}"`));
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return [...problems, ...optionProblems(question)];
    case 'order':
      return [...problems, ...orderProblems(question)];
    case 'match':
      return [...problems, ...matchProblems(question)];
    case 'measured':
      return [...problems, ...measuredProblems(question, quiz)];
  }
}

/** Every misconception a question names. */
export function misconceptionsOf(question: Question): string[] {
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return question.options.flatMap(({ misconception }) => misconception ?? []);
    case 'order':
      return question.mistakes.map(({ misconception }) => misconception);
    case 'match':
      return question.pairs.map(({ misconception }) => misconception);
    case 'measured':
      return [question.below.misconception, question.above.misconception];
  }
}

function optionProblems({ kind, options }: QuestionOf<'single'> | QuestionOf<'multiple'>): string[] {
  const problems = twice(options.map(({ id }) => id));
  const right = options.filter((option) => option.right).length;
  if (kind === 'single' && right !== 1) problems.push('exactly one option must be right');
  if (kind === 'multiple' && (right < 2 || right === options.length))
    problems.push('at least two options must be right, and one wrong');
  for (const option of options) {
    if (option.right && option.misconception)
      problems.push(`the right option "${option.text}" names a misconception`);
    if (!option.right && !option.misconception)
      problems.push(`the wrong option "${option.text}" names no misconception`);
  }
  return problems;
}

function orderProblems({ items, right, mistakes }: QuestionOf<'order'>): string[] {
  const shown = items.map(({ id }) => id);
  const problems = twice(shown);
  if (!isSameSet(shown, right)) problems.push('the right order must name every item once');
  if (shown.join() === right.join()) problems.push('the items are shown in the right order');
  // A wrong order has at least one pair of neighbours turned round, so these say something to every wrong order.
  for (const [i, first] of right.slice(0, -1).entries()) {
    const second = right[i + 1];
    if (!mistakes.some((mistake) => mistake.first === first && mistake.second === second))
      problems.push(`no mistake is given for "${second}" before "${first}"`);
  }
  if (mistakes.length !== right.length - 1)
    problems.push('mistakes must be one for each pair of neighbours in the right order');
  return problems;
}

function matchProblems({ pairs, shown }: QuestionOf<'match'>): string[] {
  const ids = pairs.map(({ id }) => id);
  const problems = [...twice(ids), ...twice(pairs.map(({ right }) => right))];
  if (!isSameSet(ids, shown)) problems.push('"shown" must name every pair once');
  if (ids.join() === shown.join()) problems.push('the right sides are shown in the right order');
  return problems;
}

function measuredProblems({ experiment, arm, beside, scale }: QuestionOf<'measured'>, quiz: Quiz): string[] {
  const found = quiz.experiments.find(({ id }) => id === experiment);
  if (!found) return [`there is no experiment "${experiment}"`];
  const arms: readonly { readonly id: string }[] = found.arms;
  const missing = [arm, ...(beside === null ? [] : [beside])].filter(
    (name) => !arms.some(({ id }) => id === name),
  );
  const problems = missing.map((name) => `the experiment "${experiment}" has no arm "${name}"`);
  if (beside === arm) problems.push('it is compared with itself');
  if (scale[0] >= scale[1]) problems.push('the scale must rise');
  return problems;
}

const twice = (values: readonly string[]): string[] =>
  values.filter((value, i) => values.indexOf(value) < i).map((value) => `"${value}" is there twice`);

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join() === [...b].sort().join();
