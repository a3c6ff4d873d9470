import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LEAVING } from '../workers/parent.ts';
import type { SpawnWorker } from '../workers/spawn.ts';
import type { ElectronApi } from './api.ts';

/** Starts workers as Electron's utility processes, which need no Node of their own. */
export function utilityWorkers({ utilityProcess }: Pick<ElectronApi, 'utilityProcess'>): SpawnWorker {
  return (entry, { quiet = false } = {}) => {
    const path = fileURLToPath(entry);
    const child = utilityProcess.fork(path, [], {
      serviceName: basename(path, '.js'),
      ...(quiet ? { stdio: ['ignore', 'inherit', 'ignore'] } : {}),
    });
    let ended = false;
    child.on('exit', () => {
      ended = true;
    });
    return {
      send: (message) => {
        if (!ended) child.postMessage(message);
      },
      onMessage: (listener) =>
        void child.on('message', (message) => {
          if (message === LEAVING) child.kill();
          else listener(message);
        }),
      onExit: (listener) => void child.on('exit', (code) => listener(`ended with exit code ${code}`)),
      disconnect: () => void child.kill(),
      kill: () => void child.kill(),
    };
  };
}
