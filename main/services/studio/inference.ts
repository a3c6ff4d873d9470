import type { inferenceRequests } from '../../../app/contract/inference.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import type { DeviceChoice } from '../../../app/devices.ts';
import { InferenceWorker, type QuestionName } from '../../workers/inference-worker.ts';
import type { Questions } from '../../workers/questions/questions.ts';
import type { StudioContext } from './context.ts';
import { FilePredictions } from './file-predictions.ts';
import type { Intake } from './intake.ts';
import { modelNamed } from './models.ts';
import { readSettings } from './workspace.ts';

/** Questions that are asked as they are; the others need more than the model's folder. */
type PlainQuestion = Exclude<QuestionName, 'tokenize' | 'answers' | 'guessWords'>;

/** Questions to models, answered in a process of their own. */
export function inferenceService(
  { runsFolder, spawn, emit }: StudioContext,
  intake: Intake,
): {
  readonly handlers: Handlers<typeof inferenceRequests>;
  /** The answers as they come from the model, its id given. */
  readonly answers: (params: Parameters<Questions['answers']>[0]) => ReturnType<Questions['answers']>;
  /** For services that ask about a model by its name or folder. */
  readonly ask: InferenceWorker['ask'];
  readonly close: () => void;
} {
  const worker = new InferenceWorker(spawn, (reason) => emit('inference.restarted', { reason }));
  const files = new FilePredictions(worker, intake, (job, rows) => emit('inference.rows', { job, rows }));
  /** Asks about the model's folder and answers under the id it was asked by. */
  const ask = async <Name extends PlainQuestion>(name: Name, params: Parameters<Questions[Name]>[0]) => {
    const named = await modelNamed(params.model, runsFolder);
    const device = await chosen(params.device);
    return { ...(await worker.ask(name, { ...params, ...named, device })), model: params.model };
  };
  const chosen = async (device: DeviceChoice | undefined) => device ?? (await readSettings()).device;
  return {
    handlers: {
      'inference.tokenize': async (params) =>
        worker.ask('tokenize', { ...params, ...(await modelNamed(params.model, runsFolder)) }),
      'inference.fillMask': (params) => ask('fillMask', params),
      'inference.encode': (params) => ask('encode', params),
      'inference.attention': (params) => ask('attention', params),
      'inference.heads': (params) => ask('heads', params),
      'inference.compareContexts': (params) => ask('compareContexts', params),
      'inference.predict': (params) => ask('predict', params),
      'inference.predictFile': async ({ model, handle, job, precision, device }) => {
        const on = { device: precision === 'int8' ? 'cpu' : await chosen(device), precision } as const;
        return { ...(await files.predict(await modelNamed(model, runsFolder), handle, job, on)), model };
      },
      'inference.cancelFile': ({ job }) => files.cancel(job),
    },
    answers: async (params) =>
      worker.ask('answers', {
        ...params,
        ...(await modelNamed(params.model, runsFolder)),
        device: await chosen(params.device),
      }),
    ask: (name, params) => worker.ask(name, params),
    close: () => worker.close(),
  };
}
