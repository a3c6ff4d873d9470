import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build, isBuilt } from '../../scripts/build.mjs';
import { temporaryFolder } from '../cli/command-line.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);
beforeAll(() => {
  if (!isBuilt()) build();
});

it.skipIf(process.platform === 'win32')(
  'a worker whose parent is gone while it has something to say ends without a word (needs a parent to be told by its number)',
  () => {
    const { href } = new URL('../../dist/main/workers/parent.js', import.meta.url);
    const worker = join(folder, 'worker.mjs');
    writeFileSync(
      worker,
      `import { parent } from ${JSON.stringify(href)};
      const { ppid } = process;
      parent.onGone(() => process.exit());
      parent.onMessage(async () => {
        await parent.send('begun');
        while (process.ppid === ppid);
        // Before the loop of events could have said so.
        for (let i = 0; i < 3; i++) parent.send('answer');
        parent.leave();
        parent.send('one more word');
      });`,
    );
    const main = join(folder, 'main.mjs');
    writeFileSync(
      main,
      `import { fork } from 'node:child_process';
      const child = fork(${JSON.stringify(worker)});
      child.on('message', () => process.exit());
      child.send('begin');`,
    );
    // Its pipes are closed when both have ended.
    const { status, stdout, stderr } = spawnSync(process.execPath, [main], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  },
);
