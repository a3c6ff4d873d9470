// transformers.js in the prediction rows: its pipeline on the exported ONNX file, in batches padded to their longest text.
import { pathToFileURL } from 'node:url';
import { NO_TELEMETRY } from '../dist/main/runtime/onnx-runtime.js';
import { stepper } from './prediction_steps.mjs';
import { serve } from './serve.mjs';

const BATCH_SIZE = 32;

// Its own copy of ONNX Runtime, which is loaded here.
Object.assign(process.env, NO_TELEMETRY);
const { env, pipeline } = await import(pathToFileURL(process.env.TRANSFORMERS_JS).href);

await serve(
  async (setup, workload) => {
    env.allowRemoteModels = false;
    const classify = await pipeline('text-classification', setup.model, {
      dtype: 'fp32',
      session_options: { intraOpNumThreads: setup.threads },
    });
    const predict = async (texts) => {
      for (let start = 0; start < texts.length; start += BATCH_SIZE)
        await classify(texts.slice(start, start + BATCH_SIZE));
    };
    return stepper(setup, workload, predict, padded);
  },
  { 'transformers.js': env.version },
);

function padded(lengths) {
  let tokens = 0;
  for (let start = 0; start < lengths.length; start += BATCH_SIZE) {
    const batch = lengths.slice(start, start + BATCH_SIZE);
    tokens += batch.length * Math.max(...batch);
  }
  return tokens;
}
