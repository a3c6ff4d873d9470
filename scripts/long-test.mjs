// `npm run kills`, `npm run fuzz` [-- --count N --seed N], `npm run soak [-- --minutes N]`: tests of tests/faults at length;
// `npm test` runs them in short.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './node-script.mjs';
import { setUp } from './setup.mjs';

const TESTS = {
  kills: { variable: 'BERT_STUDIO_KILLS', count: '100' },
  fuzz: { variable: 'BERT_STUDIO_FUZZ', count: '100000' },
  soak: { variable: 'BERT_STUDIO_SOAK_MINUTES', count: '120' },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string' }, minutes: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const [name] = positionals;
if (!Object.hasOwn(TESTS, name)) {
  console.error(`Say which long test: ${Object.keys(TESTS).join(', ')}.`);
  process.exit(1);
}
const { variable, count } = TESTS[name];
setUp();
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', `tests/faults/${name}.test.ts`],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      [variable]: values.minutes ?? values.count ?? count,
      BERT_STUDIO_SEED: values.seed,
    },
  },
);
process.exitCode = status ?? 1;
