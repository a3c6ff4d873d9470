import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type EventName, type StudioEvents, studioRequests } from '../../../app/contract/studio.ts';
import { StudioError } from '../../../app/errors.ts';
import { userFolder } from '../../storage/paths.ts';
import type { SpawnWorker } from '../../workers/spawn.ts';
import { Log } from '../log.ts';
import type { StudioContext } from './context.ts';
import { Intake } from './intake.ts';
import { checkNames } from './known-names.ts';
import { Outgoing } from './outgoing.ts';
import { createServices, type StudioHandlers } from './services.ts';

export interface StudioEvent<Name extends EventName = EventName> {
  readonly event: Name;
  readonly payload: StudioEvents[Name];
}

/** The studio behind its windows: answers requests, tells events. Knows nothing of shells. */
export interface Studio {
  /** @throws StudioError `unknown_request`, `invalid_request` naming the field, or whatever the request meets. */
  invoke(name: string, params: unknown): Promise<unknown>;
  /** @returns what ends it. */
  subscribe(listener: (event: StudioEvent) => void): () => void;
  readonly isTraining: boolean;
  /** Where shells hand over files. */
  readonly intake: Intake;
  /** What happened, without texts. */
  readonly log: Log;
  /** Where shells fetch what the studio made. */
  readonly outgoing: Outgoing;
  /** Has a run that is going save and stop, then ends all processes. */
  close(): Promise<void>;
}

type FolderOptions = Pick<StudioContext, 'folderDialogs' | 'folderIsGiven'>;

/**
 * @param spawn how this shell starts its workers.
 * @param release called when it is closed.
 */
export function createStudio(
  shell: StudioContext['shell'],
  spawn: SpawnWorker,
  release: () => Promise<void> = async () => {},
  { folderDialogs = null, folderIsGiven = true }: Partial<FolderOptions> = {},
): Studio {
  const listeners = new Set<(event: StudioEvent) => void>();
  const log = new Log(join(userFolder(), 'logs'));
  log.write('began', { shell, node: process.versions.node });
  const isFolderThere = existsSync(userFolder());
  const context: StudioContext = {
    shell,
    spawn,
    runsFolder: join(userFolder(), 'runs'),
    folderDialogs,
    folderIsGiven,
    emit: (event, payload) => {
      for (const listener of listeners) listener({ event, payload });
    },
  };
  const intake = new Intake();
  void intake.clearLeftovers().catch((error) => log.fault('uploads', error));
  const outgoing = new Outgoing();
  const services = createServices(context, { intake, outgoing, log });
  listeners.add((event) => logEvent(log, event));
  listeners.add(({ event }) => {
    if (event === 'runs.changed' || event === 'run.event') services.runsChanged();
  });
  return {
    intake,
    outgoing,
    log,
    async invoke(name, params) {
      if (isFolderThere && !existsSync(userFolder())) throw folderGone(userFolder());
      return checkAndAnswer(name, params, services.handlers, context.runsFolder);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get isTraining() {
      return services.isTraining();
    },
    async close() {
      await services.close();
      await intake.clear();
      log.write('ended');
      await release();
    },
  };
}

/** Said before anything is written: what is written would make another folder, in which all else is missing. */
function folderGone(folder: string): StudioError {
  const message = `${folder} is gone: it was renamed or deleted, or its disk was taken out. Put it back, and everything is there again.`;
  return new StudioError('folder_gone', message, { details: { folder } });
}

/** A request from a window, which may ask anything: known by its name, its parameters as the contract has them. */
async function checkAndAnswer(
  name: string,
  params: unknown,
  handlers: StudioHandlers,
  runsFolder: string,
): Promise<unknown> {
  if (!Object.hasOwn(studioRequests, name)) {
    throw new StudioError('unknown_request', `The studio knows no request "${name}".`);
  }
  const known = name as keyof typeof studioRequests;
  const checked = studioRequests[known].params.safeParse(params);
  if (!checked.success) {
    throw new StudioError('invalid_request', `${name}: ${z.prettifyError(checked.error)}`);
  }
  await checkNames(checked.data, runsFolder);
  return handlers[known](checked.data as never);
}

/** Ends and beginnings of runs, without their names, which may be those of data. */
function logEvent(log: Log, { event, payload }: StudioEvent): void {
  if (event === 'inference.restarted') log.write('inference.restarted');
  if (event !== 'run.event') return;
  const told = (payload as StudioEvents['run.event']).event;
  if (told.type === 'started') log.write('run.started', { device: told.device, steps: told.maxSteps });
  if (told.type === 'finished') log.write('run.finished', { status: told.status });
  if (told.type === 'cancelled') log.write('run.cancelled');
  if (told.type === 'failed') log.write('run.failed', { code: told.error.code });
}
