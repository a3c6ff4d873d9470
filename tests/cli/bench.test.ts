import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { projectRoot } from '../../main/storage/paths.ts';
import { studio, temporaryFolder } from './command-line.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

it.each(['parity/ours.mjs', 'our_engine.mjs'])(
  'bench/%s finds the parts of the program it measures',
  (script) => {
    // Compiles what has changed; the script imports what is compiled.
    expect(studio(folder, 'models', 'list').code).toBe(0);
    const { status, stderr } = spawnSync(process.execPath, [join(projectRoot(), 'bench', script)], {
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
  },
);
