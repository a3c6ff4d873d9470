import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of our own, whichever way a shell starts one. */
export interface WorkerProcess {
  /** Does nothing once the process has ended. */
  send(message: unknown): void;
  onMessage<Message>(listener: (message: Message) => void): void;
  /** @param listener gets how it ended, in words. */
  onExit(listener: (how: string) => void): void;
  /** Lets it know that nobody listens any more. */
  disconnect(): void;
  /** Ends it at once. */
  kill(): void;
}

interface SpawnOptions {
  /** Leaves out what it writes to stderr: drivers that are only tried say much there that helps nobody. */
  readonly quiet?: boolean;
}

/** Starts a worker's entry. Electron's shell has its own way, utilityProcess. */
export type SpawnWorker = (entry: URL, options?: SpawnOptions) => WorkerProcess;

/** With Node's own means. */
export const forkWorker: SpawnWorker = (entry, { quiet = false } = {}) => {
  const stderr = quiet ? 'ignore' : 'inherit';
  const child = fork(fileURLToPath(entry), { stdio: ['inherit', 'inherit', stderr, 'ipc'] });
  return {
    send: (message) => {
      if (child.connected) child.send(message as object);
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as never)),
    onExit: (listener) =>
      void child.on('exit', (code, signal) =>
        listener(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
      ),
    disconnect: () => {
      if (child.connected) child.disconnect();
    },
    kill: () => void child.kill('SIGKILL'),
  };
};
