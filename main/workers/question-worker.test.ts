import { expect, it, vi } from 'vitest';
import { CancelledError } from '../../app/errors.ts';
import { type Answer, type Question, QuestionWorker } from './question-worker.ts';

interface Questions {
  double(params: number): Promise<number>;
}

/** A process that answers when the test says so. */
function played() {
  const asked: Question[] = [];
  let hear: (message: Answer) => void = () => {};
  let end: (how: string) => void = () => {};
  const disconnect = vi.fn();
  const spawn = vi.fn(() => ({
    send: (message: unknown) => void asked.push(message as Question),
    onMessage: (listener: (message: never) => void) => {
      hear = listener as typeof hear;
    },
    onExit: (listener: (how: string) => void) => {
      end = listener;
    },
    disconnect,
    kill: () => {},
  }));
  const worker = new QuestionWorker<Questions>({
    spawn,
    entry: new URL('file:///none.js'),
    does: 'doubles numbers',
  });
  return { worker, spawn, asked, disconnect, answer: (a: Answer) => hear(a), die: () => end('was ended') };
}

it('each answer finds its question, whatever their order', async () => {
  const { worker, answer, asked } = played();
  const both = Promise.all([worker.ask('double', 1), worker.ask('double', 2)]);
  for (const { id, params } of asked.toReversed()) answer({ id, ok: true, value: (params as number) * 2 });
  expect(await both).toEqual([2, 4]);
});

it('a process that dies is told to who waits, and the next question starts another', async () => {
  const { worker, spawn, die } = played();
  const lost = worker.ask('double', 1);
  die();
  await expect(lost).rejects.toMatchObject({ code: 'worker_died' });
  void worker.ask('double', 2);
  expect(spawn).toHaveBeenCalledTimes(2);
});

it('closed, it leaves nobody waiting, starts no process, and an answer that comes late is nobody’s', async () => {
  const { worker, spawn, answer, disconnect } = played();
  const open = worker.ask('double', 1);
  worker.close();
  await expect(open).rejects.toThrow(CancelledError);
  await expect(worker.ask('double', 2)).rejects.toThrow(CancelledError);
  answer({ id: 1, ok: true, value: 2 });
  expect(disconnect).toHaveBeenCalledOnce();
  expect(spawn).toHaveBeenCalledOnce();
});
