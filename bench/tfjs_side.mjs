// TensorFlow.js in the step rows: this project's graph and trainer, computed by tfjs's operations on one of its backends.
import { createRequire } from 'node:module';
import { openEngineOn } from './our_engine.mjs';
import { serve } from './serve.mjs';
import { trainingStepper } from './training_steps.mjs';

const require = createRequire(process.env.TFJS);
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
require('@tensorflow/tfjs-backend-wasm');

await serve(
  async (setup, workload) => {
    const backend = setup.kind === 'tfjs-wasm' ? 'wasm' : 'cpu';
    if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no ${backend} backend here.`);
    return trainingStepper(setup, workload, (options) => openEngineOn(tf, options));
  },
  { tfjs: tf.version_core },
);
