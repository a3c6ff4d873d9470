import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { START, temporaryFolder } from './command-line.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

it.skipIf(process.platform === 'win32')(
  'a model answers, and nothing is left outside of the folder of the studio (needs a system that takes HOME at its word)',
  () => {
    const [home, temporary] = [join(folder, 'home'), join(folder, 'temporary')];
    for (const path of [home, temporary]) mkdirSync(path);
    const { stdout, status } = spawnSync(process.execPath, [START, 'fill-mask', 'The lake [MASK] over.'], {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: home,
        TMPDIR: temporary,
        BERT_STUDIO_HOME: join(folder, 'studio'),
      },
    });
    expect(stdout).toContain('froze');
    expect(status).toBe(0);
    expect(readdirSync(home)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  },
);
