import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SOMETHING_LEFT, whyNotOffline } from '../../scripts/offline.mjs';
import { CHROMIUM, WITH_CHROMIUM } from './studio-page.ts';

const reason = whyNotOffline();

// The short form; `npm run offline` runs all end-to-end tests like this.
describe.skipIf(reason !== null)(`without a network${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'bert-studio-offline-'));
  });
  afterAll(() => rmSync(home, { recursive: true }));

  function offline(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['scripts/offline.mjs', process.execPath, ...args],
      { encoding: 'utf8', env: { ...process.env, BERT_STUDIO_HOME: home, NO_COLOR: '1' } },
    );
    return { status, said: stdout + stderr };
  }

  test.each([
    [
      'an address',
      "require('node:net').connect(80, '192.0.2.1').on('error', () => {}).setTimeout(500, () => process.exit())",
    ],
    [
      'a name',
      "require('node:dns').resolve4('example.org', () => {}); setTimeout(() => process.exit(), 500)",
    ],
  ])('a program that asks for %s is found out', (_, program) => {
    expect(offline('-e', program).status).toBe(SOMETHING_LEFT);
  });

  test('the command line answers, and sends nothing', () => {
    const { status, said } = offline('scripts/start.mjs', 'fill-mask', 'The lake [MASK] over in one night.');
    expect(said).toContain('froze');
    expect(said).toMatch(/Nothing was sent out of this computer\.\s*$/);
    expect(status).toBe(0);
  });

  test.skipIf(CHROMIUM === null)(`the studio in a real browser sends nothing either${WITH_CHROMIUM}`, () => {
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', 'tests/e2e/hostile-lesson.test.ts'];
    const { status, said } = offline(...vitest);
    expect(said).toMatch(/Nothing was sent out of this computer\.\s*$/);
    expect(status).toBe(0);
  });
});
