import type { inferenceRequests } from '../../../app/contract/inference.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import { InferenceWorker, type QuestionName } from '../../workers/inference-worker.ts';
import type { Questions } from '../../workers/questions.ts';
import type { StudioContext } from './context.ts';
import { modelPath } from './models.ts';

/** Questions to models, answered in a process of their own. */
export function inferenceService({ runsFolder, spawn, emit }: StudioContext): {
  readonly handlers: Handlers<typeof inferenceRequests>;
  readonly close: () => void;
} {
  const worker = new InferenceWorker(spawn, (reason) => emit('inference.restarted', { reason }));
  /** Asks about the model's folder and answers under the id it was asked by. */
  const ask = async <Name extends Exclude<QuestionName, 'tokenize'>>(
    name: Name,
    params: Parameters<Questions[Name]>[0],
  ) => ({
    ...(await worker.ask(name, { ...params, model: await modelPath(params.model, runsFolder) })),
    model: params.model,
  });
  return {
    handlers: {
      'inference.tokenize': async (params) =>
        worker.ask('tokenize', { ...params, model: await modelPath(params.model, runsFolder) }),
      'inference.fillMask': (params) => ask('fillMask', params),
      'inference.encode': (params) => ask('encode', params),
      'inference.attention': (params) => ask('attention', params),
      'inference.predict': (params) => ask('predict', params),
    },
    close: () => worker.close(),
  };
}
