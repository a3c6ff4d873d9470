import { assertNever } from '../../errors.ts';
import type { HeadSpec } from '../../models/task.ts';
import { ClassCounter } from './classes.ts';
import { MaskedTokenCounter } from './masked-tokens.ts';
import { MultiLabelCounter } from './multi-label.ts';
import type { MetricCounter } from './report.ts';
import { ScoreCounter } from './scores.ts';
import type { LostWords } from './tags.ts';
import { tagCounter } from './tags.ts';

/** The figures that suit a head. `lostWords` matters to token classification only. */
export function metricsFor(head: HeadSpec, lostWords: LostWords = () => []): MetricCounter {
  switch (head.task) {
    case 'fill-mask':
      return new MaskedTokenCounter();
    case 'token-classification':
      return tagCounter(head.labels, lostWords);
    case 'text-classification':
      switch (head.problemType) {
        case 'single_label_classification':
          return new ClassCounter(head.labels);
        case 'multi_label_classification':
          return new MultiLabelCounter(head.labels);
        case 'regression':
          return new ScoreCounter();
        default:
          return assertNever(head.problemType);
      }
    default:
      return assertNever(head.task);
  }
}
