import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { START, studio, temporaryFolder } from './command-line.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

it('what is wrong with a command line is told to programs as any other error', () => {
  for (const args of [['train', '--bogus'], ['datasets', 'nothing'], ['evaluate']]) {
    const { code, out } = studio(folder, ...args, '--json');
    expect(code, args.join(' ')).toBe(2);
    expect(JSON.parse(out).error).toMatchObject({ code: 'invalid_arguments', message: expect.any(String) });
  }
});

it('a run that cannot be read is named beside the list of the others', () => {
  mkdirSync(join(folder, 'runs', 'torn'), { recursive: true });
  writeFileSync(join(folder, 'runs', 'torn', 'run.json'), '{"format": 1');
  const { code, out, err } = studio(folder, 'runs', 'list', '--json');
  expect({ code, listed: JSON.parse(out) }).toEqual({ code: 0, listed: [] });
  expect(err).toMatch(/^Left out: .*torn/);
});

it.skipIf(process.platform === 'win32')('ends quietly where whoever reads has left (needs a shell)', () => {
  const words = 'a '.repeat(200);
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', '("$0" "$1" encode "$2" --json; echo "code $?" >&2) | head -c 10', process.execPath, START, words],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, BERT_STUDIO_HOME: join(folder, 'home') } },
  );
  expect(stdout).toBe('{"shape":[');
  expect(stderr).toBe('code 141\n');
});
