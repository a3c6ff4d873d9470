import { existsSync } from 'node:fs';
import { copyFile, rm, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { makeFolder, writeFileAtomic } from '../storage/atomic.ts';
import type { HubFile, Repository } from './hub-client.ts';

/**
 * The cache that Hugging Face's tools keep, laid out as they do, so that either finds what the other downloaded
 * (https://huggingface.co/docs/huggingface_hub/guides/manage-cache): contents by digest in `blobs`, names in
 * `snapshots/<commit>`, branches in `refs`.
 */
export class HubCache {
  readonly folder: string;

  constructor({ kind, id }: Pick<Repository, 'kind' | 'id'>, cache = hubCacheFolder()) {
    this.folder = join(cache, `${kind}--${id.replaceAll('/', '--')}`);
  }

  blob({ digest }: HubFile): string {
    return join(this.folder, 'blobs', digest.hex);
  }

  has(file: HubFile): boolean {
    return existsSync(this.blob(file));
  }

  snapshot(commit: string): string {
    return join(this.folder, 'snapshots', commit);
  }

  /** Gives a downloaded content its name in the snapshot: a link, or a copy where the system allows none. */
  async name(commit: string, file: HubFile): Promise<void> {
    const path = join(this.snapshot(commit), ...file.path.split('/'));
    await makeFolder(dirname(path));
    await rm(path, { force: true });
    const blob = this.blob(file);
    await symlink(relative(dirname(path), blob), path).catch(() => copyFile(blob, path));
  }

  /** Remembers which commit a branch or tag stood for. */
  async remember(revision: string, commit: string): Promise<void> {
    if (revision !== commit) await writeFileAtomic(join(this.folder, 'refs', revision), commit);
  }
}

/** As huggingface_hub finds it: `HF_HUB_CACHE`, else below `HF_HOME`, else below the person's caches. */
export function hubCacheFolder(): string {
  const { HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME } = process.env;
  const home = HF_HOME ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'huggingface');
  return HF_HUB_CACHE ?? join(home, 'hub');
}
