import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenDataset } from './open-dataset.ts';

const folder = mkdtempSync(join(tmpdir(), 'bert-studio-open-'));

beforeAll(() => {
  for (const label of ['good', 'bad']) {
    mkdirSync(join(folder, label));
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, label, `${name}.txt`), 'x'.repeat(1000));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the size of a dataset', () => {
  it('is that of its texts where it is folders of them', async () => {
    const open = new OpenDataset('texts', folder, { progress: () => {}, changed: () => {} });
    expect(await open.bytes).toBe(6000);
    open.close();
  });
});
