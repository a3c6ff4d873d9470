import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../main/storage/paths.ts';
import { START, studio, temporaryFolder } from './command-line.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

it('says its version', () => {
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'));
  expect(studio(folder, '--version')).toMatchObject({ code: 0, out: expect.stringContaining(version) });
});

it("says of each training argument what can be given and what it is otherwise, this program's own defaults included", () => {
  const { out } = studio(folder, 'train', '--help');
  expect(out).toMatch(/per_device_train_batch_size.*default: 16\)/);
  expect(out).toMatch(/--eval_strategy.*choices: no, steps, epoch; default: epoch\)/);
  expect(out).toMatch(/--learning_rate.*model's card recommends, else 0\.00005\)/);
});

it('says what its exit codes mean', () => {
  expect(studio(folder, '--help').out).toMatch(/Exit codes: 0 done; 1 failed; 2 .*; 130 stopped by Ctrl-C/s);
});

it('is without colours where it does not go to a terminal', () => {
  const { NO_COLOR: _, FORCE_COLOR: __, ...plain } = process.env;
  const env = { ...plain, BERT_STUDIO_HOME: join(folder, 'home'), CI: 'true' };
  const { stdout } = spawnSync(process.execPath, [START, 'datasets', 'list'], { encoding: 'utf8', env });
  expect(stdout).toMatch(/^name /);
});

describe('an option of another program', () => {
  it("that Hugging Face's scripts have comes with what does its work here", () => {
    const { code, err } = studio(folder, 'train', '--model_name_or_path', 'bert-base-uncased');
    expect(code).toBe(2);
    expect(err).toMatch(/unknown option '--model_name_or_path'\nGive the model with --model\./);
    expect(studio(folder, 'train', '--overwrite-output-dir').err).toMatch(/A run is never written over/);
  });

  it('that nobody has is named, and nothing else', () => {
    const { code, err } = studio(folder, 'train', '--bf15');
    expect(code).toBe(2);
    expect(err).toBe("error: unknown option '--bf15'\n(--help shows what there is)\n");
  });
});

it('refuses a count that is none, and says what it must be', () => {
  for (const top of ['0', 'abc'])
    expect(studio(folder, 'fill-mask', 'a [MASK]', '--top', top)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('It must be a whole number of at least 1.'),
    });
});

it('is called in all it says as it is started, in a portable folder too', () => {
  expect(studio(folder, 'runs', 'show', 'none').err).toContain('`npm start -- runs list`');
  process.env.BERT_STUDIO_CALLED = './start.sh';
  try {
    expect(studio(folder, 'runs', 'show', 'none').err).toContain('`./start.sh runs list`');
    const help = studio(folder, 'train', '--help').out;
    expect(help).toContain('Usage: ./start.sh train');
    expect(help).not.toContain('npm start');
  } finally {
    delete process.env.BERT_STUDIO_CALLED;
  }
});
