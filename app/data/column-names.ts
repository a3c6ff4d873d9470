/** What well-known datasets call their columns, most telling first. Compared by `normalName`. */
export const PAIR_NAMES: readonly (readonly [string, string])[] = [
  ['sentence1', 'sentence2'],
  ['#1_string', '#2_string'],
  ['sentence_1', 'sentence_2'],
  ['sentence_a', 'sentence_b'],
  ['text1', 'text2'],
  ['text_1', 'text_2'],
  ['text_a', 'text_b'],
  ['premise', 'hypothesis'],
  ['question1', 'question2'],
  ['question', 'sentence'],
  ['question', 'passage'],
  ['query', 'passage'],
  ['text', 'text_pair'],
];

export const TEXT_NAMES: readonly string[] = [
  'text',
  'sentence',
  'content',
  'review',
  'comment',
  'comment_text',
  'review_body',
  'message',
  'tweet',
  'question',
  'query',
  'document',
  'body',
  'utterance',
  'input',
];

export const LABEL_NAMES: readonly string[] = [
  'label',
  'labels',
  'quality',
  'class',
  'target',
  'category',
  'gold_label',
  'sentiment',
  'polarity',
  'intent',
  'emotion',
  'topic',
  'is_duplicate',
  'similarity_score',
  'relatedness_score',
  'score',
  'rating',
  'stars',
];

export const TOKENS_NAMES: readonly string[] = ['tokens', 'words'];

export const TAGS_NAMES: readonly string[] = [
  'ner_tags',
  'tags',
  'ner',
  'labels',
  'label',
  'pos_tags',
  'upos',
];

/** `#1 String` and `#1_string` are the same name. */
export function normalName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
}
