import { connect, type Socket } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { eventually } from '../../support/eventually.ts';
import { AttackedShell } from './attacked-shell.ts';

const shell = new AttackedShell();
const closed = (client: WebSocket) => new Promise<number>((resolve) => client.on('close', resolve));

describe('clients that hold on', () => {
  test('heads that come slowly are cut off', async () => {
    await shell.start({ headMilliseconds: 200 });
    const slow = Array.from({ length: 20 }, () =>
      shell.raw(`GET / HTTP/1.1\r\nHost: ${shell.host}\r\nX-Slow: `),
    );
    const answers = await Promise.all(slow);
    expect(answers.every((answer) => answer === '' || answer.startsWith('HTTP/1.1 408'))).toBe(true);
    expect(await shell.isUp()).toBe(true);
  });

  test('connections beyond the most are dropped, and there is room again when others leave', async () => {
    await shell.start({ connections: 10 });
    const held: Socket[] = [];
    for (let i = 0; i < 10; i++) {
      await new Promise<void>((resolve) => {
        const socket = connect(shell.port, '127.0.0.1', resolve);
        socket.on('error', () => {});
        held.push(socket);
      });
    }
    await expect(shell.ask('/', { cookie: shell.cookie })).rejects.toThrow();
    for (const socket of held) socket.destroy();
    await eventually(async () => expect(await shell.isUp()).toBe(true));
  });

  test('who is refused a socket and holds on to the connection is let go', async () => {
    await shell.start({ connections: 4 });
    const upgrade = `GET /socket HTTP/1.1\r\nHost: ${shell.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`;
    const held = Array.from({ length: 4 }, () =>
      connect({ port: shell.port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {}),
    );
    for (const socket of held) {
      socket.resume();
      socket.write(upgrade);
    }
    await eventually(async () => expect(await shell.isUp()).toBe(true));
    for (const socket of held) socket.destroy();
  });

  test('windows beyond the most are refused', async () => {
    await shell.start({ windows: 3 });
    for (let i = 0; i < 3; i++) expect(await shell.openWindow()).toBeInstanceOf(WebSocket);
    expect(await shell.openWindow()).toBe(503);
  });

  test('a message larger than any request ends the socket', async () => {
    await shell.start({ messageBytes: 1000 });
    const client = (await shell.openWindow()) as WebSocket;
    client.send('x'.repeat(1001));
    expect(await closed(client)).toBe(1009);
    expect(await shell.isUp()).toBe(true);
  });

  test('a window that gives no sign of life is let go', async () => {
    await shell.start({ heartbeatMilliseconds: 100 });
    const dead = (await shell.openWindow(shell.origin, { autoPong: false })) as WebSocket;
    const alive = (await shell.openWindow()) as WebSocket;
    expect(await closed(dead)).toBe(1006);
    expect(alive.readyState).toBe(WebSocket.OPEN);
  });

  test('a flood of requests is taken a few at a time, and all are answered', async () => {
    await shell.start({ questions: 8 });
    let open = 0;
    let most = 0;
    vi.mocked(shell.studio.invoke).mockImplementation(async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      return null;
    });
    const client = (await shell.openWindow()) as WebSocket;
    let answered = 0;
    const all = new Promise<void>((resolve) => {
      client.on('message', () => ++answered === 500 && resolve());
    });
    for (let id = 0; id < 500; id++) client.send(JSON.stringify({ id, name: 'runs.list', params: {} }));
    await all;
    expect(most).toBe(8);
  });

  test('a window that does not read is cut off before it fills the memory', async () => {
    await shell.start({ bufferedBytes: 2 ** 20 });
    vi.mocked(shell.studio.invoke).mockResolvedValue('x'.repeat(2 ** 20));
    const letGo = vi.fn();
    vi.spyOn(shell.studio, 'subscribe').mockReturnValue(letGo);
    const client = (await shell.openWindow()) as WebSocket;
    const end = closed(client);
    client.pause();
    for (let id = 0; id < 60; id++) client.send(JSON.stringify({ id, name: 'runs.list', params: {} }));
    await eventually(() => expect(letGo).toHaveBeenCalled());
    client.resume();
    expect(await end).toBe(1006);
    expect(await shell.isUp()).toBe(true);
  });
});
