/** Hugging Face's task names, and its `problem_type` for sequence classification. */
export const TASKS = ['text-classification', 'token-classification', 'fill-mask'] as const;
export type Task = (typeof TASKS)[number];
export const PROBLEM_TYPES = [
  'single_label_classification',
  'multi_label_classification',
  'regression',
] as const;
export type ProblemType = (typeof PROBLEM_TYPES)[number];

/** The class of Hugging Face's transformers that opens a model of each task. */
export const AUTO_CLASSES: Readonly<Record<Task, string>> = {
  'text-classification': 'AutoModelForSequenceClassification',
  'token-classification': 'AutoModelForTokenClassification',
  'fill-mask': 'AutoModelForMaskedLM',
};

/** What a head predicts. `labels[i]` names class i (`id2label`); empty for masked LM; one name for regression. */
export interface HeadSpec {
  readonly task: Task;
  /** Only meaningful for text-classification. */
  readonly problemType: ProblemType;
  readonly labels: readonly string[];
}

/** The head that guesses masked words. */
export const MASKED_LM: HeadSpec = {
  task: 'fill-mask',
  problemType: 'single_label_classification',
  labels: [],
};

/** Label value that a loss and a metric skip, as in PyTorch. */
export const IGNORE_INDEX = -100;
