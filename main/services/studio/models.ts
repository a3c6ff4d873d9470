import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type {
  ImportedModel,
  ModelCheckpoint,
  ModelSummary,
  modelRequests,
} from '../../../app/contract/models.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import { StudioError } from '../../../app/errors.ts';
import type { RunRecord } from '../../../app/runs/record.ts';
import { stepOfCheckpoint } from '../../../app/training/checkpoint.ts';
import { describeModel, listModels, type ModelDescription } from '../../storage/models.ts';
import { checkpointsFolderOf, findRuns, openRun } from '../../storage/runs.ts';
import type { NewHead } from '../../workers/questions/predictions.ts';
import { headIn } from '../../workers/trained-head.ts';
import { resolveCheckpoint } from '../checkpoints.ts';
import type { StudioContext } from './context.ts';
import type { Intake } from './intake.ts';
import { importHandedOver, loadReport } from './model-import.ts';

const RUN = 'run:';
const UNTRAINED = 'untrained';

/** What a model's id stands for: a folder or name, and a new head where the run had not begun. */
export interface NamedModel {
  readonly model: string;
  readonly untrained?: NewHead;
}

/** The id of the model in a folder, or of that name: the reverse of `modelNamed`. */
export async function modelId(nameOrPath: string, runsFolder: string): Promise<string> {
  const [run, checkpoints, checkpoint] = relative(runsFolder, nameOrPath).split(sep);
  if (run !== '..' && checkpoints === 'checkpoints' && checkpoint) return `${RUN}${run}/${checkpoint}`;
  return (await listModels()).find(({ folder }) => folder === nameOrPath)?.name ?? nameOrPath;
}

/**
 * `run:ID`, `run:ID/CHECKPOINT` and `run:ID/untrained` are made by runs; every other id stands for itself.
 * @throws StudioError `no_such_run`, `no_checkpoint`, `unknown_model`.
 */
export async function modelNamed(id: string, runsFolder: string): Promise<NamedModel> {
  if (!id.startsWith(RUN)) return { model: id };
  const [run, checkpoint] = id.slice(RUN.length).split('/');
  const folder = join(runsFolder, run!);
  if (checkpoint === undefined) return { model: await resolveCheckpoint(folder) };
  if (checkpoint !== UNTRAINED) return { model: join(checkpointsFolderOf(folder), checkpoint) };
  const { record } = await openRun(folder);
  return { model: record.model, untrained: { head: record.head, seed: record.args.seed } };
}

export function modelHandlers({ runsFolder }: StudioContext, intake: Intake): Handlers<typeof modelRequests> {
  return {
    'models.list': async () => [...(await known()), ...(await trained(runsFolder))],
    'models.import': async ({ name, handles }) => {
      await importHandedOver(name, handles, intake);
      return importedModel(name);
    },
  };
}

/** A model that was taken in, with what loading it came to. */
export async function importedModel(name: string): Promise<ImportedModel> {
  const model = (await known()).find(({ id }) => id === name);
  if (model) return { model, report: await loadReport(name) };
  throw new StudioError('unknown_model', `The model "${name}" was taken in and is gone again.`);
}

/** A model that cannot be opened is left out, and told by `studio.problems`. */
async function known(): Promise<ModelSummary[]> {
  const models = await Promise.all(
    (await listModels()).map(async ({ name, origin, bytes, card }): Promise<ModelSummary[]> => {
      const model = await describeModel(name).catch(nullForStudioError);
      if (!model) return [];
      return [{ ...factsOf(model), id: name, title: card?.title ?? name, origin, bytes, checkpoints: [] }];
    }),
  );
  return models.flat();
}

function nullForStudioError(error: unknown): null {
  if (error instanceof StudioError) return null;
  throw error;
}

/** The runs that have a checkpoint to ask; one that cannot be opened is told by `studio.problems`. */
async function trained(runsFolder: string): Promise<ModelSummary[]> {
  const models = await Promise.all(
    (await findRuns(runsFolder)).map(async (found): Promise<ModelSummary[]> => {
      if (!('run' in found) || !found.run.record.last_checkpoint) return [];
      const { record, checkpointsFolder } = found.run;
      const model = await resolveCheckpoint(found.folder).then(describeModel).catch(nullForStudioError);
      if (!model) return [];
      const facts = { ...factsOf(model), head: record.head };
      const checkpoints = await checkpointsIn(checkpointsFolder, record);
      return [
        { ...facts, id: `${RUN}${record.id}`, title: record.name, origin: 'run', bytes: 0, checkpoints },
      ];
    }),
  );
  return models.flat();
}

async function checkpointsIn(folder: string, record: RunRecord): Promise<ModelCheckpoint[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .flatMap((name) => {
      const step = stepOfCheckpoint(name);
      return step === null ? [] : [{ name, step, best: name === record.best_model_checkpoint }];
    })
    .sort((a, b) => a.step - b.step);
}

function factsOf(model: ModelDescription) {
  const { config, card, checkpointHead } = model;
  return {
    description: card?.description ?? null,
    licence: card?.licence ?? null,
    weights: card?.weights ?? null,
    parameters: card?.parameters ?? null,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    hidden: config.hidden_size,
    max_positions: config.max_position_embeddings,
    head: headIn(model),
    fillsMasks: /MaskedLM|PreTraining/.test(checkpointHead.architecture ?? ''),
    recommended_learning_rate: card?.recommended_learning_rate ?? null,
    recommendation: card?.recommendation ?? null,
  };
}
