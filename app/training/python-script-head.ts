import { assertNever } from '../errors.ts';
import { AUTO_CLASSES, type HeadSpec } from '../models/task.ts';
import type { TrainingArguments } from './arguments.ts';
import { pythonLiteral } from './python-literal.ts';

/** Python that turns rows into tokens; `encode(rows)` gives what the collator takes. */
export function encodeSection(head: HeadSpec, args: TrainingArguments): string {
  const limits = `truncation=True, max_length=${args.max_seq_length}`;
  if (head.task === 'fill-mask') {
    return `def encode(rows):
    return [dict(tokenizer(*texts, ${limits})) for texts, _ in rows]`;
  }
  if (head.task === 'token-classification') {
    return `def encode(rows):
    """The first piece of a word carries its tag, the others count for nothing."""
    encoded = []
    for words, tags in rows:
        encoding = tokenizer(words, is_split_into_words=True, ${limits})
        word_ids = encoding.word_ids()
        labels = [
            -100 if word is None or word == before else LABELS.index(tags[word])
            for word, before in zip(word_ids, [None, *word_ids[:-1]])
        ]
        encoded.append({**encoding, "labels": labels})
    return encoded`;
  }
  return `def encode(rows):
    return [{**tokenizer(*texts, ${limits}), "labels": ${labelOf(head)}} for texts, label in rows]`;
}

function labelOf({ problemType }: HeadSpec): string {
  switch (problemType) {
    case 'single_label_classification':
      return 'LABELS.index(label)';
    case 'multi_label_classification':
      return '[float(name in label) for name in LABELS]';
    case 'regression':
      return 'float(label)';
    default:
      return assertNever(problemType);
  }
}

/** Python that defines `metrics(prediction)`, with the names `metric_for_best_model` may ask for; none for masked LM. */
export function metricsSection(head: HeadSpec): string | null {
  if (head.task === 'fill-mask') return null;
  if (head.task === 'token-classification') {
    return `def metrics(prediction):
    """Entities as seqeval counts them; words lost to truncation were not found."""
    actual, predicted = [], []
    for (_, tags), ids, labels in zip(eval_rows, prediction.predictions.argmax(-1), prediction.label_ids):
        found = [LABELS[id] for id, label in zip(ids, labels) if label != -100]
        actual.append(tags)
        predicted.append(found + ["O"] * (len(tags) - len(found)))
    return {
        "precision": seqeval.metrics.precision_score(actual, predicted),
        "recall": seqeval.metrics.recall_score(actual, predicted),
        "f1": seqeval.metrics.f1_score(actual, predicted),
        "accuracy": seqeval.metrics.accuracy_score(actual, predicted),
    }`;
  }
  switch (head.problemType) {
    case 'single_label_classification':
      return `def metrics(prediction):
    actual, predicted = prediction.label_ids, prediction.predictions.argmax(-1)
    scores = lambda average: precision_recall_fscore_support(actual, predicted, average=average, zero_division=0)
    precision, recall, f1, _ = scores("${head.labels.length === 2 ? 'binary' : 'macro'}")
    return {
        "accuracy": accuracy_score(actual, predicted),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "f1_macro": scores("macro")[2],
        "f1_micro": scores("micro")[2],
        "f1_weighted": scores("weighted")[2],
        "matthews_correlation": matthews_corrcoef(actual, predicted),
    }`;
    case 'multi_label_classification':
      return `def metrics(prediction):
    actual, predicted = prediction.label_ids > 0.5, prediction.predictions > 0
    scores = lambda average: precision_recall_fscore_support(actual, predicted, average=average, zero_division=0)
    precision, recall, f1, _ = scores("micro")
    return {
        "accuracy": accuracy_score(actual, predicted),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "f1_macro": scores("macro")[2],
    }`;
    case 'regression':
      return `def metrics(prediction):
    actual, predicted = prediction.label_ids.ravel(), prediction.predictions.ravel()
    ranks = lambda values: np.array([((values < x).sum() + (values <= x).sum() + 1) / 2 for x in values])
    return {
        "pearson": np.corrcoef(actual, predicted)[0, 1],
        "spearmanr": np.corrcoef(ranks(actual), ranks(predicted))[0, 1],
        "mse": ((actual - predicted) ** 2).mean(),
    }`;
    default:
      return assertNever(head.problemType);
  }
}

/** Python that loads `model`, with what is not to be trained frozen. */
export function modelSection(head: HeadSpec, args: TrainingArguments): string {
  const labels =
    head.task === 'fill-mask'
      ? ''
      : `
    id2label=dict(enumerate(LABELS)),
    label2id={name: id for id, name in enumerate(LABELS)},${head.task === 'text-classification' ? `\n    problem_type=${pythonLiteral(head.problemType)},` : ''}`;
  const frozen = [
    ...(args.freeze_encoder ? ['not name.startswith(("classifier.", "cls."))'] : []),
    ...(args.freeze_embeddings ? ['name.startswith("bert.embeddings.")'] : []),
    ...(args.freeze_layers > 0
      ? [`name.startswith(tuple(f"bert.encoder.layer.{i}." for i in range(${args.freeze_layers})))`]
      : []),
  ];
  return `set_seed(${args.seed})  # before the head is drawn
model = ${AUTO_CLASSES[head.task]}.from_pretrained(
    MODEL,
    dtype=torch.float32,${labels}
    ignore_mismatched_sizes=True,
)${frozen.length === 0 ? '' : `\nfor name, parameter in model.named_parameters():\n    if ${frozen.join(' or ')}:\n        parameter.requires_grad = False`}`;
}

export function collatorOf({ task }: HeadSpec): string {
  switch (task) {
    case 'text-classification':
      return 'DataCollatorWithPadding';
    case 'token-classification':
      return 'DataCollatorForTokenClassification';
    case 'fill-mask':
      return 'DataCollatorForLanguageModeling';
    default:
      return assertNever(task);
  }
}
