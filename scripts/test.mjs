// `npm test`: sets up, checks style and types, runs every test, and ends with one line that counts them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, installDependencies, root } from './setup.mjs';

const REPORT = join(root, 'test-results', 'vitest.json');

checkNode();
installDependencies();
build();

const checks = [
  ['style', ['node_modules/@biomejs/biome/bin/biome', 'check', '--diagnostic-level=error', '.']],
  ['types of the tests', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tests']],
];
const failedChecks = checks.filter(([name, args]) => {
  console.log(`Checking ${name}...`);
  return run(args) !== 0;
});

rmSync(REPORT, { force: true });
mkdirSync(join(root, 'test-results'), { recursive: true });
const status = run([
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile=${REPORT}`,
]);
const counts = count();
for (const name of counts.skippedNames) console.log(`skipped: ${name}`);
for (const [name] of failedChecks) console.log(`failed: ${name}`);
const failed = counts.failed + failedChecks.length + (status !== 0 && counts.failed === 0 ? 1 : 0);
process.exitCode = failed > 0 || counts.passed === 0 ? 1 : 0;
console.log(`${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped`);

function run(args) {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status;
}

function count() {
  if (!existsSync(REPORT)) return { passed: 0, failed: 0, skipped: 0, skippedNames: [] };
  const { testResults } = JSON.parse(readFileSync(REPORT, 'utf8'));
  const tests = testResults.flatMap((file) => file.assertionResults);
  const withStatus = (...statuses) => tests.filter(({ status }) => statuses.includes(status));
  const skipped = withStatus('skipped', 'pending', 'todo', 'disabled');
  return {
    passed: withStatus('passed').length,
    failed:
      withStatus('failed').length +
      testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    skipped: skipped.length,
    skippedNames: skipped.map(({ fullName }) => fullName),
  };
}
