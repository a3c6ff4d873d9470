import type { datasetRequests } from '../../../app/contract/datasets.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import type { ColumnOverrides } from '../../../app/data/columns.ts';
import { listDatasets } from '../../storage/datasets.ts';
import {
  listRemovedDatasets,
  nameLabels,
  removeDataset,
  restoreDataset,
} from '../../storage/own-datasets.ts';
import { QuestionWorker } from '../../workers/question-worker.ts';
import type { DatasetEvent, DatasetQuestions } from '../browsing/dataset-questions.ts';
import { checkListed } from '../datasets.ts';
import type { StudioContext } from './context.ts';
import type { Intake } from './intake.ts';

/** Looking at datasets: what is in them, and their rows, answered by a process of its own. */
export function datasetService(
  { spawn, emit }: StudioContext,
  intake: Intake,
): { readonly handlers: Handlers<typeof datasetRequests>; readonly close: () => void } {
  const worker = new QuestionWorker<DatasetQuestions, DatasetEvent>({
    spawn,
    entry: new URL('./dataset-process.js', import.meta.url),
    does: 'reads datasets',
    onEvent: (event) =>
      event.kind === 'progress'
        ? emit('dataset.progress', event.progress)
        : emit('dataset.changed', { id: event.id }),
  });
  return {
    handlers: {
      'datasets.list': async () =>
        (await listDatasets()).map(({ name, card, own, division, importedAt }) => ({
          id: name,
          own,
          division,
          importedAt,
          ...card,
        })),
      'datasets.view': async (query) => worker.ask('view', await listed(query)),
      'datasets.rows': async (query) => worker.ask('rows', await listed(query)),
      'datasets.position': async (query) => worker.ask('position', await listed(query)),
      'datasets.tokens': async (query) => worker.ask('tokens', await listed(query)),
      'datasets.leaveOut': async (edit) => worker.ask('leaveOut', await listed(edit)),
      'datasets.label': async (edit) => worker.ask('label', await listed(edit)),
      'datasets.unpack': ({ handles }) => intake.unpack(handles),
      'datasets.preview': async ({ files, columns }) =>
        worker.ask('preview', { staged: await intake.stage(files), columns: given(columns) }),
      'datasets.import': async ({ files, columns, title, division = null }) => {
        const staged = await intake.stage(files);
        return worker.ask('keep', { staged, columns: given(columns), title, division });
      },
      'datasets.nameLabels': async ({ id, labels }) => {
        await nameLabels(id, labels);
        await worker.ask('forget', { id });
        emit('dataset.changed', { id });
        return null;
      },
      'datasets.remove': async ({ id }) => {
        await worker.ask('forget', { id });
        await removeDataset(id);
        return null;
      },
      'datasets.restore': async ({ id }) => {
        await restoreDataset(id);
        return null;
      },
      'datasets.removed': listRemovedDatasets,
    },
    close: () => worker.close(),
  };
}

async function listed<Params extends { readonly id: string }>(params: Params): Promise<Params> {
  await checkListed(params.id);
  return params;
}

/** Without the columns that were not named. */
function given(columns: Readonly<Record<string, unknown>>): ColumnOverrides {
  return Object.fromEntries(Object.entries(columns).filter(([, said]) => said !== undefined));
}
