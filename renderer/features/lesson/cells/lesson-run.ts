import type { CellSettings, SettingsOf } from '../../../../app/lessons/cells.ts';
import { rate } from '../../../components/figures.ts';
import { lessonProgress, useLesson } from '../../../stores/lesson.ts';
import { useLessonContext } from '../frame/lesson-context.ts';

export interface LessonRun {
  readonly settings: SettingsOf<'fine-tune'>;
  /** As chosen in the fine-tune cell. */
  readonly dataset: string;
  readonly model: string;
  readonly changed: Readonly<Record<string, string>>;
  readonly run: string | null;
}

/** Where a cell's run differs from the lesson's arguments before anybody changed it, as typed. */
export function changesOf(settings: SettingsOf<'fine-tune' | 'find-names'>): Record<string, string> {
  const { learning_rate, num_train_epochs } = settings;
  return {
    ...(learning_rate ? { learning_rate: rate(learning_rate) } : {}),
    ...(num_train_epochs ? { num_train_epochs: String(num_train_epochs) } : {}),
  };
}

/** What the fine-tune cell called `id` is set to, and the run it made; null where the lesson has no such cell. */
export function useLessonRun(id: string): LessonRun | null {
  const { lesson, cells } = useLessonContext();
  const kept = useLesson((store) => lessonProgress(store, lesson).cells[id]?.kept);
  const settings = cells.find(
    (cell): cell is SettingsOf<'fine-tune'> => cell.id === id && cell.kind === 'fine-tune',
  );
  if (!settings) return null;
  const text = (name: string, otherwise: string) =>
    typeof kept?.[name] === 'string' ? kept[name] : otherwise;
  const changed = kept?.changed ?? changesOf(settings);
  return {
    settings,
    dataset: text('dataset', settings.dataset),
    model: text('model', settings.model),
    changed: changed as Record<string, string>,
    run: typeof kept?.run === 'string' ? kept.run : null,
  };
}

/** The run that a second-run cell made with this change, if it did. */
export function useSecondRun(of: string, change: SettingsOf<'second-run'>['change']): string | null {
  const { lesson, cells } = useLessonContext();
  const id = cells.find(
    (cell: CellSettings) => cell.kind === 'second-run' && cell.of === of && cell.change === change,
  )?.id;
  const run = useLesson((store) =>
    id === undefined ? null : lessonProgress(store, lesson).cells[id]?.kept.run,
  );
  return typeof run === 'string' ? run : null;
}

/** What a label of a dataset is called where the lesson says what it means. */
export function useMeaning(dataset: string): (label: string) => string {
  const { cells } = useLessonContext();
  const cell = cells.find((one) => 'labels' in one && one.labels && one.dataset === dataset);
  const names = cell && 'labels' in cell ? cell.labels : undefined;
  return (label) => names?.[label] ?? label;
}
