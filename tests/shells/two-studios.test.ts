import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startStudio } from '../../scripts/studio.mjs';
import { studio, temporaryFolder } from '../cli/command-line.ts';
import { runStudio } from '../support/studio-client.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

it.skipIf(process.platform === 'win32')(
  'a second studio on the same folder is refused politely; one that was killed leaves its folder (needs process groups)',
  async () => {
    const first = await runStudio(folder);
    const second = studio(folder, 'studio', '--no-open');
    expect(second.code).toBe(1);
    expect(second.err).toContain(`process ${first.pid}, since `);
    expect(second.err).not.toContain('    at ');
    expect(await first.invoke('settings.get', {})).toMatchObject({ theme: 'system' });
    await first.kill();
    const third = await runStudio(folder);
    await third.kill();
  },
  180_000,
);

it.skipIf(process.platform === 'win32')(
  'a studio that is interrupted as soon as it has told its link gives its folder back (needs signals)',
  async () => {
    const home = join(folder, 'short');
    const { close } = await startStudio({ env: { BERT_STUDIO_HOME: home } });
    expect(await close()).toBe(0);
    expect(existsSync(join(home, 'studio.lock'))).toBe(false);
  },
);

it('a studio that finds its port taken says so, and gives its folder back', async () => {
  const home = join(folder, 'home');
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const refused = studio(folder, 'studio', '--no-open', `--port=${port}`);
  other.close();
  expect(refused.code).toBe(2);
  expect(refused.err).toContain(`Port ${port} cannot be used (EADDRINUSE)`);
  expect(existsSync(join(home, 'studio.lock'))).toBe(false);
});
