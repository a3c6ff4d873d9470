import type { inferenceRequests } from '../../../app/contract/inference.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import { InferenceWorker } from '../../workers/inference-worker.ts';
import type { StudioContext } from './context.ts';
import { modelPath } from './models.ts';

/** Questions to models, answered in a process of their own. */
export function inferenceService({ runsFolder, emit }: StudioContext): {
  readonly handlers: Handlers<typeof inferenceRequests>;
  readonly close: () => void;
} {
  const worker = new InferenceWorker((reason) => emit('inference.restarted', { reason }));
  const resolved = async <Params extends { model: string }>(params: Params): Promise<Params> => ({
    ...params,
    model: await modelPath(params.model, runsFolder),
  });
  return {
    handlers: {
      'inference.tokenize': async (params) => worker.ask('tokenize', await resolved(params)),
      'inference.fillMask': async (params) => worker.ask('fillMask', await resolved(params)),
      'inference.encode': async (params) => worker.ask('encode', await resolved(params)),
      'inference.attention': async (params) => worker.ask('attention', await resolved(params)),
      'inference.predict': async (params) => worker.ask('predict', await resolved(params)),
    },
    close: () => worker.close(),
  };
}
