// BERT Studio's side of the prediction rows: what `predict` asks of a fine-tuned model.
import { openPredictor } from './our_engine.mjs';
import { stepper } from './prediction_steps.mjs';
import { serve } from './serve.mjs';

await serve(async (setup, workload) => {
  const precision = setup.kind === 'int8' ? 'int8' : 'float32';
  const predict = await openPredictor({ model: setup.model, precision, threads: setup.threads });
  return stepper(setup, workload, predict, (lengths) => lengths.reduce((sum, length) => sum + length, 0));
});
