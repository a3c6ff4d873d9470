// `npm run kills [-- --kills 100 --seed 1]`: tests/faults/kills.test.ts at length, which `npm test` runs with two kills.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './node-script.mjs';
import { setUp } from './setup.mjs';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
setUp();
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'tests/faults/kills.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, BERT_STUDIO_KILLS: values.kills, BERT_STUDIO_SEED: values.seed },
  },
);
process.exitCode = status ?? 1;
