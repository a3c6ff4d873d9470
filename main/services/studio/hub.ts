import { dirname, join } from 'node:path';
import type { HubDownload, HubPlace, hubRequests } from '../../../app/contract/hub.ts';
import type { CheckedParamsOf, Handlers } from '../../../app/contract/request.ts';
import { CancelledError, StudioError } from '../../../app/errors.ts';
import { hubCacheFolder } from '../../hub/cache.ts';
import { hubEndpoint, proxyFor } from '../../hub/hub-client.ts';
import {
  type ChooseFiles,
  downloadSnapshot,
  planSnapshot,
  type SnapshotProgress,
} from '../../hub/snapshot.ts';
import { configurationsOf, datasetFiles, modelFiles } from '../../hub/wanted-files.ts';
import { checkModelName, importModel } from '../../storage/import-model.ts';
import { userFolder } from '../../storage/paths.ts';
import { byHand, hubSource } from '../import-sources.ts';
import type { Log } from '../log.ts';
import type { StudioContext } from './context.ts';
import type { Intake } from './intake.ts';
import { importedModel } from './models.ts';
import { toldError } from './told-error.ts';

type Wanted = CheckedParamsOf<(typeof hubRequests)['hub.look']>;

/** Often enough for a bar to move, seldom enough for a window to stay quick. */
const TELL_MILLISECONDS = 250;
const NOTHING_YET = {
  phase: 'fetching',
  file: null,
  done: 0,
  total: 0,
  bytesPerSecond: null,
  secondsLeft: null,
  error: null,
  byHand: null,
  model: null,
  files: null,
} as const;

/** Brings models and datasets from the Hugging Face Hub, one at a time, whether a window looks on or not. */
export class HubService {
  readonly #context: StudioContext;
  readonly #intake: Intake;
  readonly #log: Log;
  #download: HubDownload | null = null;
  #going: AbortController | null = null;
  #telling: NodeJS.Timeout | null = null;

  constructor(context: StudioContext, intake: Intake, log: Log) {
    this.#context = context;
    this.#intake = intake;
    this.#log = log;
  }

  readonly handlers: Handlers<typeof hubRequests> = {
    'hub.state': () => ({ place: placeNow(), download: this.#download }),
    'hub.look': (wanted) => look(wanted).catch(withByHand(wanted)),
    'hub.fetch': async ({ name, ...wanted }) => {
      if (this.#going) {
        throw new StudioError(
          'download_going',
          `${this.#download?.id} is being fetched. Wait for it, or cancel it first.`,
        );
      }
      const going = new AbortController();
      this.#going = going;
      try {
        const called = name ?? wanted.id.split('/').at(-1)!;
        if (wanted.kind === 'models') await checkModelName(called);
        this.#download = { ...wanted, ...NOTHING_YET, name: called };
        this.#context.emit('hub.changed', this.#download);
        void this.#fetch(wanted, called, going);
      } catch (error) {
        this.#going = null;
        throw error;
      }
      return null;
    },
    'hub.cancel': () => {
      this.cancel();
      return null;
    },
  };

  cancel(): void {
    this.#going?.abort();
  }

  async #fetch(wanted: Wanted, name: string, { signal }: AbortController): Promise<void> {
    try {
      const { kind, id, revision, configuration } = wanted;
      const { folder, files, ...found } = await downloadSnapshot({ kind, id, revision }, chooser(wanted), {
        signal,
        keepIn: userFolder(),
        onProgress: (progress) => this.#progress(progress),
      });
      this.#change({ phase: 'checking', file: null, secondsLeft: null, bytesPerSecond: null });
      if (kind === 'models') {
        await importModel(folder, name);
        this.#end({ phase: 'done', model: await importedModel(name) });
      } else {
        const inside = join(folder, dirname(files[0]!.path));
        const paths = files.map(({ path }) => join(folder, path));
        const offered = this.#intake.offerFrom(inside, paths, hubSource(found.id, configuration));
        this.#end({ phase: 'done', files: offered.map(({ handle }) => handle) });
      }
    } catch (error) {
      if (error instanceof CancelledError || signal.aborted) return this.#end({ phase: 'cancelled' });
      this.#log.fault('hub.fetch', error);
      const hand = isUnreachable(error) ? handOf(wanted) : null;
      this.#end({ phase: 'failed', error: toldError(error), byHand: hand });
    }
  }

  /** Told at once, and then at most so often, the latest always. */
  #progress({ file, done, total, bytesPerSecond, secondsLeft }: SnapshotProgress): void {
    this.#download = { ...this.#download!, file, done, total, bytesPerSecond, secondsLeft };
    if (this.#telling) return;
    this.#context.emit('hub.changed', this.#download);
    const told = this.#download;
    this.#telling = setTimeout(() => {
      this.#telling = null;
      if (this.#going && this.#download !== told) this.#change({});
    }, TELL_MILLISECONDS);
  }

  #change(change: Partial<HubDownload>): void {
    this.#download = { ...this.#download!, ...change };
    this.#context.emit('hub.changed', this.#download);
  }

  #end(change: Partial<HubDownload>): void {
    this.#going = null;
    this.#change(change);
  }
}

function placeNow(): HubPlace {
  const endpoint = hubEndpoint();
  return {
    endpoint,
    proxy: proxyFor(endpoint),
    hasToken: Boolean(process.env.HF_TOKEN),
    cache: hubCacheFolder(),
  };
}

async function look(wanted: Wanted) {
  const { kind, id, revision, configuration } = wanted;
  let chosen: string | null = null;
  /** Several configurations are no fault yet: they are there to choose from. */
  const choose: ChooseFiles = (name, all) => {
    if (kind === 'models') return modelFiles(name, all);
    const names = configurationsOf(all);
    if (configuration === null && names.length > 1) return [];
    const files = datasetFiles(name, all, configuration);
    chosen = configuration ?? names[0]!;
    return files;
  };
  const plan = await planSnapshot({ kind, id, revision }, choose, { keepIn: userFolder() });
  return {
    id: plan.id,
    commit: plan.commit,
    configurations: kind === 'models' ? [] : configurationsOf(plan.all),
    configuration: chosen,
    files: plan.files.map(({ path, size, here }) => ({ path, bytes: size, here })),
    bytes: plan.files.reduce((sum, { size }) => sum + size, 0),
    toFetch: plan.toFetch,
    room: plan.room,
  };
}

function chooser({ kind, configuration }: Wanted): ChooseFiles {
  return kind === 'models' ? modelFiles : (id, files) => datasetFiles(id, files, configuration);
}

function isUnreachable(error: unknown): boolean {
  return error instanceof StudioError && ['hub_unreachable', 'download_broken'].includes(error.code);
}

function handOf({ kind, id, revision }: Wanted) {
  return byHand(kind, id, revision, hubEndpoint());
}

function withByHand(wanted: Wanted): (error: unknown) => never {
  return (error) => {
    if (!isUnreachable(error)) throw error;
    const { code, message, details } = error as StudioError;
    throw new StudioError(code, message, { cause: error, details: { ...details, byHand: handOf(wanted) } });
  };
}
