import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { SnapshotOptions } from '../../main/hub/snapshot.ts';
import { temporaryFolder } from '../support/tiny-model.ts';
import { FakeHub, type ServedFile } from './fake-hub.ts';

/** A Hub of our own on loopback, made anew for each test, and the folder of who asks it. */
export class ServedHub {
  folder = '';
  fake!: FakeHub;
  /** With which it is asked: short times, its own cache. */
  options!: SnapshotOptions;

  /** To be called where the tests are described. */
  constructor(files: readonly ServedFile[] = []) {
    beforeEach(async () => {
      this.folder = await temporaryFolder();
      vi.stubEnv('BERT_STUDIO_HOME', join(this.folder, 'home'));
      await this.serve(files);
    });
    afterEach(async () => {
      await this.fake.close();
      vi.unstubAllEnvs();
      await rm(this.folder, { recursive: true });
    });
  }

  async serve(files: readonly ServedFile[]): Promise<void> {
    await this.fake?.close();
    this.fake = new FakeHub(files);
    const endpoint = await this.fake.listen();
    this.options = { endpoint, cache: join(this.folder, 'hub'), pause: 1, timeout: 500 };
  }
}
