import { join, relative, sep } from 'node:path';
import type { ModelSummary, modelRequests } from '../../../app/contract/models.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import { listModels, type ModelFolder, openModel } from '../../storage/models.ts';
import { findRuns } from '../../storage/runs.ts';
import { headIn } from '../../workers/trained-head.ts';
import { resolveCheckpoint } from '../checkpoints.ts';
import type { StudioContext } from './context.ts';

const RUN = 'run:';

/** The folder or name a model's id stands for: `run:ID` and `run:ID/CHECKPOINT` are made by runs. */
export function modelPath(id: string, runsFolder: string): Promise<string> | string {
  if (!id.startsWith(RUN)) return id;
  const [run, checkpoint] = id.slice(RUN.length).split('/');
  const folder = join(runsFolder, run!);
  return checkpoint ? join(folder, 'checkpoints', checkpoint) : resolveCheckpoint(folder);
}

/** The id of the model in a folder, or of that name: the reverse of `modelPath`. */
export async function modelId(nameOrPath: string, runsFolder: string): Promise<string> {
  const [run, checkpoints, checkpoint] = relative(runsFolder, nameOrPath).split(sep);
  if (run !== '..' && checkpoints === 'checkpoints' && checkpoint) return `${RUN}${run}/${checkpoint}`;
  return (await listModels()).find(({ folder }) => folder === nameOrPath)?.name ?? nameOrPath;
}

export function modelHandlers({ runsFolder }: StudioContext): Handlers<typeof modelRequests> {
  return { 'models.list': async () => [...(await known()), ...(await trained(runsFolder))] };
}

async function known(): Promise<ModelSummary[]> {
  return Promise.all(
    (await listModels()).map(async ({ name, origin, bytes, card }) => ({
      ...factsOf(await openModel(name)),
      id: name,
      title: card?.title ?? name,
      origin,
      bytes,
    })),
  );
}

/** The runs that have a checkpoint to ask. */
async function trained(runsFolder: string): Promise<ModelSummary[]> {
  const models = await Promise.all(
    (await findRuns(runsFolder)).map(async (found) => {
      if (!('run' in found) || !found.run.record.last_checkpoint) return [];
      const { record } = found.run;
      const model = await openModel(await resolveCheckpoint(found.folder));
      const facts = { ...factsOf(model), head: record.head };
      return [{ ...facts, id: `${RUN}${record.id}`, title: record.name, origin: 'run' as const, bytes: 0 }];
    }),
  );
  return models.flat();
}

function factsOf(model: ModelFolder) {
  const { config, card } = model;
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
    recommended_learning_rate: card?.recommended_learning_rate ?? null,
    recommendation: card?.recommendation ?? null,
  };
}
