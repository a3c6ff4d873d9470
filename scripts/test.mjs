// `npm test [-- VITEST ARGS]`: lint, types and every test. The last line says `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeScript, root } from './node-script.mjs';
import { refuseOldNode } from './old-node.mjs';
import { setUp } from './setup.mjs';

const NONE = { passed: 0, failed: 0, skipped: [] };

/** A check has no tests to count: it adds nothing where it holds and one failure where it does not. */
function check(name, run) {
  console.log(`\n${name}`);
  try {
    run();
    return NONE;
  } catch (error) {
    console.error(error.message);
    return { ...NONE, failed: 1 };
  }
}

/** Runs vitest; what it counts is read from its JSON report. */
function vitest(args) {
  console.log('\nTests');
  const folder = mkdtempSync(join(tmpdir(), 'bert-studio-test-'));
  const report = join(folder, 'vitest.json');
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...options, ...args],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const counts = existsSync(report) ? countTests(JSON.parse(readFileSync(report, 'utf8'))) : NONE;
  rmSync(folder, { recursive: true });
  // Also ends with an error when nothing failed by name: no tests found, or an error between tests.
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function countTests({ testResults }) {
  const tests = testResults.flatMap((file) => file.assertionResults);
  const withStatus = (...statuses) => tests.filter(({ status }) => statuses.includes(status));
  // A file that could not be loaded has no tests to fail.
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
  );
  return {
    passed: withStatus('passed').length,
    failed: withStatus('failed').length + broken.length,
    skipped: withStatus('skipped', 'pending', 'todo', 'disabled').map(({ fullName }) => fullName),
  };
}

function sum(results) {
  return {
    passed: results.reduce((total, { passed }) => total + passed, 0),
    failed: results.reduce((total, { failed }) => total + failed, 0),
    skipped: results.flatMap(({ skipped }) => skipped),
  };
}

refuseOldNode();
const results = [check('Set-up', setUp)];
if (results[0].failed === 0) (await import('./chromium.mjs')).ensureChromium();
if (results[0].failed === 0 || existsSync(join(root, 'node_modules'))) {
  results.push(
    check('Lint and format', () => nodeScript('node_modules/@biomejs/biome/bin/biome', ['check', '.'])),
    check('Types', () => nodeScript('node_modules/typescript/bin/tsc', ['--build'])),
    vitest(process.argv.slice(2)),
  );
}
const { passed, failed, skipped } = sum(results);
if (skipped.length > 0)
  console.log(`Skipped, with what they lack:\n${skipped.map((name) => `  ${name}`).join('\n')}`);
if (passed === 0) console.log('No test passed, so nothing was shown to work.');
console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
