import type { QuestionOf } from '../../../app/lessons/quiz.ts';
import { SortList } from './SortList.tsx';

interface SortInputProps {
  readonly question: QuestionOf<'order'> | QuestionOf<'match'>;
  /** Ids in the order they stand in. */
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** Steps in their order, or right sides beside their left ones. */
export function SortInput({ question, value, onChange }: SortInputProps) {
  const move = (from: number, to: number) => {
    const ids = [...value];
    ids.splice(to, 0, ...ids.splice(from, 1));
    onChange(ids);
  };
  if (question.kind === 'order') {
    const items = value.map((id) => question.items.find((item) => item.id === id)!);
    return <SortList label="Your order" items={items} onMove={move} />;
  }
  const items = value.map((id) => ({ id, text: question.pairs.find((pair) => pair.id === id)!.right }));
  const places = question.pairs.map(({ left }) => left);
  return <SortList label="Right sides" items={items} places={places} onMove={move} />;
}

/** As the items stand before anybody moved them. */
export function asShown(question: QuestionOf<'order'> | QuestionOf<'match'>): readonly string[] {
  return question.kind === 'order' ? question.items.map(({ id }) => id) : question.shown;
}
