import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exported, ExportFormat, exportRequests } from '../../../app/contract/exports.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import { StudioError } from '../../../app/errors.ts';
import type { Precision } from '../../../app/onnx/stored-weights.ts';
import { makeFolder } from '../../storage/atomic.ts';
import { bytesOf } from '../../storage/bytes-of.ts';
import { userFolder } from '../../storage/paths.ts';
import { openRun } from '../../storage/runs.ts';
import { askOnce } from '../../workers/one-answer.ts';
import type { StudioContext } from './context.ts';
import type { Outgoing } from './outgoing.ts';

/** What the process that exports is asked. */
export interface ExportQuestion {
  /** A run's folder, or a checkpoint's. */
  readonly source: string;
  readonly target: string;
  readonly format: ExportFormat;
  readonly precision: Precision;
}

const WATCH_MILLISECONDS = 250;
const ENDINGS: Readonly<Record<ExportFormat, string>> = { huggingface: '', onnx: '.onnx', python: '.py' };

/** Exports go into a folder of the studio's own, and from there to wherever a window saves them. */
export function exportHandlers(context: StudioContext, outgoing: Outgoing): Handlers<typeof exportRequests> {
  return {
    'runs.export': async ({ id, checkpoint, format, precision }) => {
      const run = await openRun(join(context.runsFolder, id));
      const source = checkpoint ? join(run.checkpointsFolder, checkpoint) : run.folder;
      const folder = join(userFolder(), 'exports');
      await makeFolder(folder);
      const stem = [id, checkpoint, format === 'python' ? null : precision].filter(Boolean).join('-');
      const target = await freeName(folder, stem, ENDINGS[format]);
      const question: ExportQuestion = { source, target, format, precision };
      const stopWatching = watch(folder, (bytes) => context.emit('export.progress', { id, bytes }));
      try {
        const { answer } = askOnce<null>(
          context.spawn,
          new URL('./export-process.js', import.meta.url),
          question,
        );
        await answer;
      } finally {
        await stopWatching();
      }
      const exported: Exported = {
        path: target,
        bytes: await bytesOf(target),
        ...(await outgoing.offer(target)),
      };
      return exported;
    },
  };
}

async function freeName(folder: string, stem: string, ending: string): Promise<string> {
  const there = new Set(await readdir(folder));
  for (let number = 1; number < 10_000; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}${ending}`;
    if (!there.has(name)) return join(folder, name);
  }
  throw new StudioError(
    'already_exists',
    `${folder} has too many exports named ${stem}. Remove some of them.`,
  );
}

/** Tells how much was added to a folder, as it grows. @returns what ends it. */
function watch(folder: string, tell: (bytes: number) => void): () => Promise<void> {
  let before: number | null = null;
  let told = 0;
  let busy: Promise<void> = Promise.resolve();
  const look = async () => {
    const bytes = await bytesOf(folder);
    before ??= bytes;
    if (bytes - before === told) return;
    told = bytes - before;
    tell(told);
  };
  busy = look();
  const timer = setInterval(() => {
    busy = busy.then(look);
  }, WATCH_MILLISECONDS);
  return async () => {
    clearInterval(timer);
    await busy;
  };
}
