import { expect, it } from 'vitest';
import { modelCard } from './model-card.ts';

const facts = {
  name: 'reviews-1',
  head: {
    task: 'text-classification',
    problemType: 'single_label_classification',
    labels: ['negative', 'positive'],
  },
  base: 'all-MiniLM-L6-v2',
  licence: 'Apache-2.0',
  weights: 'float16',
  training: {
    dataset: 'reviews',
    trainExamples: 1408,
    evalExamples: 352,
    args: { learning_rate: 1e-4, seed: 42 },
    metrics: { eval_loss: 0.123456, eval_f1: null },
  },
} as const;

it('tells what the model is, how it was made and how well it did', () => {
  const card = modelCard(facts);
  expect(card).toMatch(
    /^---\nlibrary_name: transformers\npipeline_tag: text-classification\nlicense: apache-2.0\n/,
  );
  expect(card).toContain('- 1: positive');
  expect(card).toContain('AutoModelForSequenceClassification.from_pretrained(folder)');
  expect(card).toContain('Fine-tuned from all-MiniLM-L6-v2 on reviews: 1408 rows, evaluated on 352.');
  expect(card).toContain('| eval_loss | 0.1235 |');
  expect(card).toContain('| eval_f1 | null |');
});

it('leaves out what is not known', () => {
  const card = modelCard({ ...facts, licence: null, training: null });
  expect(card).not.toMatch(/license|Training/);
});
