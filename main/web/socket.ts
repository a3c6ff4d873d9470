import type { WebSocket } from 'ws';
import { z } from 'zod';
import { answer } from '../services/studio/answer.ts';
import type { Studio } from '../services/studio/studio.ts';

/** A client that lets this much pile up is cut off; it connects again and asks anew. */
const MOST_BUFFERED = 32 * 2 ** 20;

const message = z.strictObject({ id: z.int(), name: z.string(), params: z.unknown() });

/** One window over one socket: `{id, name, params}` is answered by `{id, ok, value | error}`; events are `{event, payload}`. */
export function serveSocket(client: WebSocket, studio: Studio): void {
  const send = (value: unknown) => {
    if (client.bufferedAmount > MOST_BUFFERED) client.terminate();
    else if (client.readyState === client.OPEN) client.send(JSON.stringify(value));
  };
  const unsubscribe = studio.subscribe(send);
  client.on('close', unsubscribe);
  client.on('error', () => client.terminate());
  client.on('message', async (data) => {
    const parsed = message.safeParse(parseJson(String(data)));
    if (!parsed.success) {
      client.close(1008, 'Not a request');
      return;
    }
    const { id, name, params } = parsed.data;
    send({ id, ...(await answer(studio, name, params)) });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
