import { z } from 'zod';
import { slug } from './lesson.ts';

const sentence = z.string().min(1);
const arm = z.strictObject({ id: slug, title: sentence });
const common = {
  id: slug,
  title: sentence,
  /** What the figure does not show. */
  note: sentence,
  model: z.string().min(1),
};
const args = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Words are hidden in sentences of a dataset; how often is the model's first guess the word that stood there? */
const hiddenWords = z.strictObject({
  kind: z.literal('hidden-words'),
  ...common,
  dataset: z.string().min(1),
  sentences: z.int().min(10).max(500),
  /** Decides which word of a sentence is hidden. */
  seed: z.int().min(0),
  arms: z.array(arm.extend({ sees: z.enum(['both', 'left', 'right']) })).min(1),
});

/** Short runs that differ in what an arm says; how does each do on the rows set aside? */
const training = z.strictObject({
  kind: z.literal('training'),
  ...common,
  dataset: z.string().min(1),
  metric: z.enum(['accuracy', 'f1']),
  /** TrainingArguments of every arm. */
  args,
  arms: z
    .array(
      arm.extend({
        args: args.default({}),
        /** The labels of the training rows change places among them; those of the evaluation stay. */
        shuffle_labels: z.boolean().default(false),
      }),
    )
    .min(1),
});

/** How many tokens is a text cut into? */
const tokens = z.strictObject({
  kind: z.literal('tokens'),
  ...common,
  arms: z.array(arm.extend({ text: sentence })).min(1),
});

/** What the studio does to measure the number a question asks for: data, so that a lesson can add its own. */
export const experiment = z.discriminatedUnion('kind', [hiddenWords, training, tokens]);
export type Experiment = z.output<typeof experiment>;
export type HiddenWords = z.output<typeof hiddenWords>;
export type TrainingExperiment = z.output<typeof training>;
export type TokenCount = z.output<typeof tokens>;
/** Experiments give a share from 0 to 1, or a count. */
export const unitOf = ({ kind }: Experiment): 'share' | 'count' => (kind === 'tokens' ? 'count' : 'share');

const measuredArm = z.strictObject({
  id: slug,
  value: z.number(),
  /** 95 %: what the number of cases alone leaves open; null for an exact count. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  /** Cases it was measured on. */
  cases: z.int().min(1),
  /** What always giving the commonest answer scores. */
  baseline: z.number().nullable(),
});
export type MeasuredArm = z.output<typeof measuredArm>;

export const measurement = z.strictObject({
  experiment: slug,
  /** ISO 8601. */
  at: z.string(),
  device: z.string(),
  threads: z.int().min(1),
  seconds: z.number(),
  arms: z.array(measuredArm).min(1),
});
/** What an experiment gave, when and where. */
export type Measurement = z.output<typeof measurement>;
