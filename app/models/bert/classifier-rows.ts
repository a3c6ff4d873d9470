import type { HeadSpec } from '../task.ts';

/** How a checkpoint's classifier serves a head. */
interface ClassifierMatch {
  /** For each label of the head, the classifier's row that stands for it; null where the head must be new. */
  readonly rows: readonly number[] | null;
  /** What to tell about it; null where nothing was changed. */
  readonly note: string | null;
}

/**
 * Compares label names: the same set, in whatever order, is the same classifier. Names that Hugging Face made up
 * (`LABEL_0`) say nothing, so that an equal number of labels is taken in order.
 *
 * @param labels `id2label` of the checkpoint; null where it has no classifier.
 */
export function matchClassifier(head: HeadSpec, labels: readonly string[] | null): ClassifierMatch {
  if (head.task === 'fill-mask' || labels === null) return { rows: null, note: null };
  if (labels.length !== head.labels.length) {
    return {
      rows: null,
      note: `The checkpoint's classifier has ${labels.length} labels and this task ${head.labels.length}: the classifier is new.`,
    };
  }
  const rows = head.labels.map((label) => labels.indexOf(label));
  if (!rows.includes(-1)) {
    const inOrder = rows.every((row, i) => row === i);
    return {
      rows,
      note: inOrder
        ? null
        : `The checkpoint's labels come in another order (${labels.join(', ')}): its classifier was rearranged.`,
    };
  }
  if (
    labels.every((label, i) => label === `LABEL_${i}`) ||
    head.labels.every((label, i) => label === `LABEL_${i}`)
  ) {
    return {
      rows: labels.map((_, i) => i),
      note: `The checkpoint's labels (${labels.join(', ')}) were taken in order for ${head.labels.join(', ')}.`,
    };
  }
  return {
    rows: null,
    note: `The checkpoint's labels (${labels.join(', ')}) are not this task's (${head.labels.join(', ')}): the classifier is new.`,
  };
}
