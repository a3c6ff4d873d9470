import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe } from 'vitest';
import { TfjsDevice } from '../../main/runtime/tfjs/tfjs-device.ts';
import { describeHead } from './head-suite.ts';

beforeAll(() => tf.setBackend('cpu'));

/** One of each kind: plain JavaScript takes long, and the small models of tests/engine have them all. */
describe.each(['pair', 'token', 'mlm'])('the %s head on MiniLM with TensorFlow.js', (name) =>
  describeHead(name, 'tfjs', async () => new TfjsDevice(tf, 'tfjs-cpu')),
);
