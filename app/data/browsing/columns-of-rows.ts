import type { DatasetColumns } from '../columns.ts';

/** A column as the browser has it: `row`, `label`, `text`, `text_pair`, `tokens`, or `extra:` and its name in the file. */
export interface BrowsedColumn {
  /** What filters and orders name it by. */
  readonly id: string;
  /** Its name in the file; `length` for that of the whole row, `entities` for what tags say. */
  readonly name: string;
  readonly kind: 'category' | 'number' | 'text';
  /** What its numbers count; days are those since 1970. */
  readonly unit: 'tokens' | 'characters' | 'value' | 'day';
}

/** The head of the labels; null where there are none to learn. */
export function labelHead({ task, problemType, label, tags }: DatasetColumns): BrowsedColumn | null {
  const name = label ?? (tags === null ? null : 'entities');
  if (name === null || task === 'fill-mask') return null;
  const kind = problemType === 'regression' ? 'number' : 'category';
  return { id: 'label', name, kind, unit: 'value' };
}

/** The heads of the texts and of the length of the whole row. */
export function tokenHeads({ text, textPair, tokens }: DatasetColumns): BrowsedColumn[] {
  const unit = 'tokens';
  return [
    { id: 'text', name: text ?? tokens ?? 'text', kind: 'text', unit },
    ...(textPair === null ? [] : [{ id: 'text_pair', name: textPair, kind: 'text', unit } as const]),
    { id: 'tokens', name: 'length', kind: 'number', unit },
  ];
}
