import { fillMask, guessWords } from './hidden-words.ts';
import { attention, compareContexts, features, heads } from './inside.ts';
import type { ModelShelf } from './model-shelf.ts';
import { type Question, tokenize } from './opened-model.ts';
import { answers, predict } from './predictions.ts';

type Params<Asks extends (shelf: ModelShelf, params: never) => unknown> = Parameters<Asks>[1];

/** What can be asked of models by their names, each opened from the shelf. */
export function questionsOn(shelf: ModelShelf) {
  return {
    tokenize: (params: Question) => tokenize(params),
    fillMask: (params: Params<typeof fillMask>) => fillMask(shelf, params),
    guessWords: (params: Params<typeof guessWords>) => guessWords(shelf, params),
    encode: (params: Question) => features(shelf, params),
    attention: (params: Params<typeof attention>) => attention(shelf, params),
    heads: (params: Question) => heads(shelf, params),
    compareContexts: (params: Params<typeof compareContexts>) => compareContexts(shelf, params),
    predict: (params: Params<typeof predict>) => predict(shelf, params),
    answers: (params: Params<typeof answers>) => answers(shelf, params),
  };
}

export type Questions = ReturnType<typeof questionsOn>;
