import type { LiveBatch } from '../../app/contract/training.ts';
import type { EncodedExample } from '../../app/data/example.ts';
import { type HeadSpec, IGNORE_INDEX } from '../../app/models/task.ts';
import type { BertTokenizer } from '../../app/tokenization/bert-tokenizer.ts';
import type { TrainerCallback } from '../../app/training/callbacks.ts';

const TELL_MILLISECONDS = 1000;
const MOST_ROWS = 32;
const LONGEST_TEXT = 240;

/** Describes the batch at hand about once a second; between that it costs nothing. */
export function batchTeller(
  tokenizer: BertTokenizer,
  head: HeadSpec,
  tell: (batch: LiveBatch) => void,
  now: () => number = performance.now.bind(performance),
): TrainerCallback {
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    onStepBegin(step, { microBatches }) {
      if (now() - toldAt < TELL_MILLISECONDS) return;
      toldAt = now();
      const examples = microBatches[0] ?? [];
      tell({
        step,
        rows: examples.slice(0, MOST_ROWS).map((example) => ({
          text: textOf(example, tokenizer),
          tokens: example.inputIds.length,
          label: head.task === 'fill-mask' ? hiddenWords(example, tokenizer) : labelText(example, head),
        })),
        longest: Math.max(...examples.map(({ inputIds }) => inputIds.length)),
        microBatches: microBatches.length,
      });
    },
  };
}

/** Both texts of a pair, with a bar between them; a [MASK] is read, and so it is shown. */
function textOf({ inputIds, tokenTypeIds }: EncodedExample, tokenizer: BertTokenizer): string {
  const { cls, sep } = tokenizer.specialIds;
  const part = (type: number) =>
    tokenizer.decode(inputIds.filter((id, i) => tokenTypeIds[i] === type && id !== cls && id !== sep));
  const [first, second] = [part(0), part(1)];
  return (second === '' ? first : `${first} | ${second}`).slice(0, LONGEST_TEXT);
}

/** What is to be guessed, in the order of the text. */
function hiddenWords({ label }: EncodedExample, tokenizer: BertTokenizer): string {
  const ids = typeof label === 'number' ? [] : [...label].filter((id) => id !== IGNORE_INDEX);
  return tokenizer.convertIdsToTokens(ids).join(', ');
}

function labelText({ label }: EncodedExample, { task, problemType, labels }: HeadSpec): string {
  if (typeof label === 'number') {
    return problemType === 'regression' ? String(Number(label.toPrecision(4))) : labels[label]!;
  }
  if (task === 'text-classification') return labels.filter((_, i) => label[i] === 1).join(', ');
  const counts = new Map<string, number>();
  for (const id of label) {
    const name = id === IGNORE_INDEX ? null : labels[id]!.replace(/^[BI]-/, '');
    if (name !== null && name !== 'O') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'O';
}
