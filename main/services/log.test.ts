import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StudioError } from '../../app/errors.ts';
import { Log } from './log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bert-studio-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a line tells when, what, and facts without spaces', () => {
  const log = new Log(folder);
  log.write('run.started', { id: 'my run', steps: 12 });
  expect(log.read()).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z run\.started id=my_run steps=12\n$/);
});

test('a fact of any length takes a line of a few hundred letters', () => {
  const log = new Log(folder);
  log.fault('x'.repeat(1e6), new StudioError('unknown_request', 'The studio knows no such request.'));
  expect(log.read().length).toBeLessThan(500);
});

test('a fault is told by its place, never by its message, which may quote a text', () => {
  const log = new Log(folder);
  try {
    JSON.parse('{"text": the patient was');
  } catch (error) {
    log.fault('datasets.preview', error);
  }
  log.fault('runs.start', new StudioError('one_class', 'every row has the label "secret"'));
  const text = log.read();
  expect(text).toContain('fault where=datasets.preview name=SyntaxError');
  expect(text).toContain('at frame=');
  expect(text).toContain('refused where=runs.start code=one_class');
  expect(text).not.toMatch(/patient|secret/);
});

test('files rotate, and the oldest go', () => {
  const log = new Log(folder);
  for (let i = 0; i < 6; i++) {
    log.write('began', { round: i });
    writeFileSync(
      join(folder, 'studio.log'),
      `${readFileSync(join(folder, 'studio.log'), 'utf8')}${'x'.repeat(2 ** 19)}\n`,
    );
  }
  expect(readdirSync(folder).sort()).toEqual(['studio.1.log', 'studio.2.log', 'studio.3.log', 'studio.log']);
  const total = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(total).toBeLessThan(4 * 2 ** 20);
  expect(log.read()).toMatch(/round=2.*round=5/s);
});

test.skipIf(process.platform !== 'linux')(
  'a place that takes no folders (/proc, Linux) stops nothing',
  () => {
    const log = new Log('/proc/bert-studio/logs');
    log.write('began');
    expect(log.read()).toBe('');
  },
);

test('a folder that cannot be written stops nothing', () => {
  writeFileSync(join(folder, 'file'), '');
  const log = new Log(join(folder, 'file/logs'));
  log.write('began');
  expect(log.read()).toBe('');
});
