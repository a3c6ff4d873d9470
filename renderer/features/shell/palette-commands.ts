import { changeWords } from '../../../app/lessons/cells/second-run.ts';
import { CELL_NAMES } from '../../../app/lessons/cells.ts';
import { parseManifest } from '../../../app/lessons/lesson.ts';
import { outlineOf } from '../../../app/lessons/page.ts';
import { studio } from '../../api/studio.ts';
import { statusWords } from '../../components/run/run-status.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { currentRun, useRuns } from '../../stores/runs.ts';
import { useSettings } from '../../stores/settings.ts';
import { SHORTCUTS, VIEW_WORDS } from './shortcut-table.ts';

export interface Command {
  readonly label: string;
  /** Quieter words at the right. */
  readonly detail?: string;
  /** Searched in like the two above, and not shown. */
  readonly also?: string;
  readonly keys?: string;
  readonly run: () => void;
}
export interface CommandGroup {
  readonly value: string;
  readonly items: readonly Command[];
}

const open = (...where: Parameters<ReturnType<typeof useNavigation.getState>['open']>) => {
  useNavigation.getState().open(...where);
};

/** What needs no question to the studio. */
export function ownCommands(): CommandGroup[] {
  const { settings, change } = useSettings.getState();
  const themes = { light: 'Light theme', dark: 'Dark theme', system: 'Theme of the system' } as const;
  const sizes = {
    100: 'Text at 100 %',
    125: 'Text at 125 %',
    150: 'Text at 150 %, for a projector',
  } as const;
  return [
    {
      value: 'Go to',
      items: SHORTCUTS.filter(({ words }) => Object.values(VIEW_WORDS).includes(words)).map(
        ({ words, keys, run }) => ({ label: words, keys, run }),
      ),
    },
    {
      value: 'Do',
      items: [
        { label: 'Start a training run', run: () => open('train') },
        ...runCommands(),
        { label: 'Look at a room of learners', run: () => open('runs', { room: 'open' }) },
        { label: 'Ask a model about many lines', run: () => open('try', { look: 'lines' }) },
        { label: 'Import a model', run: () => open('settings', { at: 'models' }) },
        { label: 'Fetch a model from the Hub', run: () => open('settings', { at: 'models', ask: 'hub' }) },
        { label: 'Fetch a dataset from the Hub', run: () => open('data', { ask: 'hub' }) },
        ...SHORTCUTS.filter(({ keys }) => keys === '?').map(({ keys, run }) => ({
          label: 'Show all shortcuts',
          keys,
          run,
        })),
      ],
    },
    {
      value: 'Look',
      items: [
        ...(['light', 'dark', 'system'] as const)
          .filter((theme) => theme !== settings.theme)
          .map((theme) => ({ label: themes[theme], run: () => void change({ theme }) })),
        ...([100, 125, 150] as const)
          .filter((textSize) => textSize !== settings.textSize)
          .map((textSize) => ({ label: sizes[textSize], run: () => void change({ textSize }) })),
      ],
    },
  ];
}

/** Steering of the run that is going, if one is. */
function runCommands(): Command[] {
  const current = currentRun(useRuns.getState());
  if (!current?.live) return [];
  const { id, name } = current.record;
  const steer = (command: 'pause' | 'resume' | 'stop-and-save') => () =>
    void studio.invoke('runs.steer', { id, command });
  return [
    current.live.activity === 'paused'
      ? { label: `Go on with ${name}`, run: steer('resume') }
      : { label: `Pause ${name}`, run: steer('pause') },
    { label: `Stop ${name} and save it`, run: steer('stop-and-save') },
  ];
}

/** What there is to open: sections of lessons and their cells, datasets, runs and models. */
export async function foundCommands(): Promise<CommandGroup[]> {
  const [lessons, datasets, runs, models] = await Promise.all([
    studio.invoke('lessons.list', {}).then((all) => Promise.all(all.map(sections))),
    studio.invoke('datasets.list', {}),
    studio.invoke('runs.list', {}),
    studio.invoke('models.list', {}),
  ]);
  return [
    { value: 'Lesson', items: lessons.flat() },
    {
      value: 'Data',
      items: datasets.map(({ id, title }) => ({ label: title, run: () => open('data', { dataset: id }) })),
    },
    {
      value: 'Runs',
      items: runs.map((summary) => ({
        label: summary.record.name,
        detail: statusWords(summary),
        run: () => open('runs', { run: summary.record.id }),
      })),
    },
    {
      value: 'Try',
      items: models.map(({ id, title }) => ({
        label: `Try ${title}`,
        run: () => open('try', { model: id }),
      })),
    },
  ].filter(({ items }) => items.length > 0);
}

async function sections({ id, title }: { readonly id: string; readonly title: string }): Promise<Command[]> {
  const { manifest, pages: texts } = await studio.invoke('lessons.get', { id });
  return parseManifest(manifest).pages.flatMap((page) => [
    { label: page.title, detail: title, run: () => open('learn', { lesson: id, page: page.id }) },
    ...outlineOf(texts[page.file] ?? '').cells.map(({ settings, deeper }) => ({
      label: CELL_NAMES[settings.kind],
      detail: settings.kind === 'second-run' ? changeWords(settings) : (deeper ?? page.title),
      also: settings.kind,
      run: () => open('learn', { lesson: id, page: page.id, cell: settings.id }),
    })),
  ]);
}
