// BERT Studio's side of the benchmark: the protocol of torch_side.py, the engine of our_engine.mjs.
import { openEngine, openTokenizer } from './our_engine.mjs';
import { serve } from './serve.mjs';
import { trainingStepper } from './training_steps.mjs';

async function tokenizingStepper(setup, workload) {
  const encode = await openTokenizer(setup.model);
  let step = 0;
  return async () => {
    const realTokens = await encode(workload.slices[step++ % workload.slices.length]);
    return { realTokens, computedTokens: realTokens };
  };
}

await serve((setup, workload) =>
  workload.slices ? tokenizingStepper(setup, workload) : trainingStepper(setup, workload, openEngine),
);
