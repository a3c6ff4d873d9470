import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datasetFiles, modelFiles } from '../../main/hub/wanted-files.ts';
import { importDatasetFrom, importModelFrom } from '../../main/services/import-sources.ts';
import { loadDataset } from '../../main/storage/datasets.ts';
import { openModel } from '../../main/storage/models.ts';
import { writeTinyModel } from '../support/tiny-model.ts';
import { zipBytes } from '../support/zip-bytes.ts';
import { type ServedFile, servedModel } from './fake-hub.ts';
import { ServedHub } from './served-hub.ts';

const hub = new ServedHub();

describe('a model from the Hub', () => {
  it('becomes one of the models here', async () => {
    const source = join(hub.folder, 'tiny');
    await writeTinyModel(source);
    await hub.serve(servedModel(source));
    await importModelFrom('org/tiny', hub.options);
    expect((await openModel('tiny')).config.hidden_size).toBe(8);
  });

  it('says what to carry here on a stick where there is no network', async () => {
    await hub.fake.close();
    await expect(importModelFrom('org/tiny', hub.options)).rejects.toMatchObject({
      code: 'hub_unreachable',
      message: expect.stringMatching(/model\.safetensors from .*org\/tiny.* models import FOLDER$/s),
    });
  });

  it('is refused where its weights can run code', () => {
    const digest = { algorithm: 'sha256', hex: '0' } as const;
    expect(() => modelFiles('org/tiny', [{ path: 'pytorch_model.bin', size: 6, digest }])).toThrow(
      /only as pytorch_model\.bin, a format that can run code/,
    );
  });
});

describe('a dataset from the Hub', () => {
  const csv = (rows: string[]) => Buffer.from(`text,label\n${rows.join('\n')}\n`);
  const data: ServedFile[] = [
    { path: 'one/train.csv', content: csv(['good day,yes', 'bad day,no', 'a day,yes']), lfs: true },
    { path: 'one/validation.csv', content: csv(['good,yes', 'bad,no']), lfs: false },
    { path: 'two/train.csv', content: csv(['x,1']), lfs: false },
  ];

  it('becomes one of a person’s own, one configuration of it', async () => {
    await hub.serve(data);
    const name = await importDatasetFrom('org/tiny', 'one', hub.options);
    const { splits } = await loadDataset(name);
    expect(splits.train?.rows).toHaveLength(3);
    expect(splits.validation?.rows).toHaveLength(2);
  });

  it('lists the configurations where one must be named', async () => {
    await hub.serve(data);
    await expect(importDatasetFrom('org/tiny', null, hub.options)).rejects.toThrow(/one, two\. Name one/);
    expect(() => datasetFiles('org/tiny', [], null)).toThrow(/no data files/);
  });
});

describe('a dataset from this computer', () => {
  it.each(['zip', 'file', 'folder'])('becomes one of a person’s own, as a %s', async (kind) => {
    const content = 'said,kind\na good long day,up\na bad long day,down\n';
    const source = join(hub.folder, kind === 'zip' ? 'days.zip' : kind === 'file' ? 'days.csv' : 'days');
    if (kind === 'folder') await mkdir(source);
    const path = kind === 'folder' ? join(source, 'train.csv') : source;
    await writeFile(path, kind === 'zip' ? await zipBytes({ 'days/train.csv': content }) : content);
    const name = await importDatasetFrom(source, null, { columns: { label: 'kind' } });
    const { splits, card, columns } = await loadDataset(name);
    expect(splits.train?.rows).toHaveLength(2);
    expect(columns).toMatchObject({ text: 'said', label: 'kind' });
    expect(card).toMatchObject({ title: 'days', rows: 2 });
  });

  it('is named where it is not there', async () => {
    for (const source of ['no such/zip/file.zip', 'typo.zip', 'data/typo.csv', './typo', 'typo.Parquet'])
      await expect(importDatasetFrom(source, null, hub.options)).rejects.toMatchObject({
        code: 'missing_file',
      });
    await expect(importModelFrom('./typo', hub.options)).rejects.toMatchObject({ code: 'missing_file' });
    await expect(importModelFrom('typo.zip', hub.options)).rejects.toMatchObject({ code: 'missing_file' });
  });
});
