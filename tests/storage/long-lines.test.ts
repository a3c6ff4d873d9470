import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadDataset } from '../../main/storage/datasets.ts';

const folder = mkdtempSync(join(tmpdir(), 'bert-studio-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GIGABYTE = 2 ** 30;
/** What is written; the rest is a hole in the file, which no reader may get to. */
const WRITTEN = 24 * 2 ** 20;

/** A file of 1 GB without a line end after `start`. */
function longLine(name: string, start: string): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  writeSync(file, start);
  writeSync(file, Buffer.alloc(WRITTEN, 'a'));
  ftruncateSync(file, GIGABYTE);
  closeSync(file);
  return path;
}

describe('a line of 1 GB', () => {
  it.each([
    ['long.csv', 'text,label\n', /Line 2 of .*long\.csv is longer than/],
    ['quoted.csv', 'text,label\n"', /Line 2 of .*quoted\.csv is longer than/],
    ['long.tsv', 'text\tlabel\n', /Line 2 of .*long\.tsv is longer than/],
    ['long.jsonl', '{"text": "', /Line 1 of .*long\.jsonl is longer than/],
    ['long.json', '[{"text": "', /Line 1 of .*long\.json: one object is longer than/],
    ['long.conll', 'word\tO\n', /Line 2 of .*long\.conll is longer than/],
    ['long.txt', '', /Line 1 of .*long\.txt is longer than/],
  ])('in %s is refused before much of it is read or held', async (name, start, message) => {
    const path = longLine(name, start);
    const before = process.memoryUsage().rss;
    const read = process.resourceUsage().userCPUTime;
    await expect(loadDataset(path)).rejects.toThrow(message);
    const seconds = (process.resourceUsage().userCPUTime - read) / 1e6;
    expect(seconds).toBeLessThan(5);
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(400);
  });
});
