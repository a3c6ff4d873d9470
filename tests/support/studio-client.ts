import { join } from 'node:path';
import WebSocket from 'ws';
import type {
  Answer,
  EventName,
  RequestName,
  RequestParams,
  RequestResult,
} from '../../app/contract/studio.ts';
import { receiveError } from '../../app/transferred-error.ts';
import { startStudio } from '../../scripts/studio.mjs';

/** The studio as a program, spoken to as its window does. */
export interface RunningStudio {
  readonly pid: number;
  invoke<Name extends RequestName>(name: Name, params: RequestParams<Name>): Promise<RequestResult<Name>>;
  on(event: EventName, listener: (payload: never) => void): void;
  /** Ends all of its processes at once, as a power cut would. */
  kill(): Promise<void>;
}

type Message = ({ readonly id: number } & Answer) | { readonly event: EventName; readonly payload: unknown };

/** Starts the studio with its home in `folder`, in a process group of its own, opens its link and connects. */
export async function runStudio(folder: string): Promise<RunningStudio> {
  const { link, pid, kill } = await startStudio({
    env: { BERT_STUDIO_HOME: join(folder, 'home') },
    group: true,
  });
  const { headers } = await fetch(link, { redirect: 'manual' });
  const cookie = headers.getSetCookie()[0]!.split(';')[0]!;
  const { origin, host } = new URL(link);
  const socket = new WebSocket(`ws://${host}/socket`, { origin, headers: { cookie } });
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  const listeners: { event: EventName; listener: (payload: never) => void }[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Message;
    if ('event' in message) {
      for (const { event, listener } of listeners)
        if (event === message.event) listener(message.payload as never);
    } else if (message.ok) waiting.get(message.id)?.resolve(message.value as never);
    else waiting.get(message.id)?.reject(receiveError(message.error));
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The studio is gone.'));
  });
  await new Promise((resolve) => socket.once('open', resolve));
  let next = 1;
  return {
    pid,
    invoke: (name, params) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, name, params }));
      }),
    on: (event, listener) => void listeners.push({ event, listener }),
    kill,
  };
}
