/** What Electron's utilityProcess gives a worker instead of Node's channel. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort };

/** Said last, under Electron: an exit of one's own may overtake messages sent before it, so the parent ends the process. */
export const LEAVING = 'leaving';

/** How the channel closes while something is still being sent. */
const CLOSED: readonly (string | undefined)[] = ['ERR_IPC_CHANNEL_CLOSED', 'EPIPE', 'ECONNRESET'];

/** A worker's side of the channel to whoever started it. */
export const parent = {
  /** What is said when nobody listens any more is lost; `onGone` is how a worker learns of it. */
  send(message: unknown): void {
    const onSent = (error: NodeJS.ErrnoException | null) => {
      if (error && !CLOSED.includes(error.code)) throw error;
    };
    if (parentPort) parentPort.postMessage(message);
    else process.send?.(message, undefined, undefined, onSent);
  },
  onMessage<Message>(listener: (message: Message) => void): void {
    if (parentPort) parentPort.on('message', ({ data }) => listener(data as Message));
    else process.on('message', (message) => listener(message as Message));
  },
  /** Electron ends its utility processes itself. */
  onGone(listener: () => void): void {
    process.on('disconnect', listener);
  },
  leave(): void {
    if (parentPort) parentPort.postMessage(LEAVING);
    else if (process.connected) process.disconnect();
  },
};
