import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { interrupted } from './interrupted.ts';

it.each([
  ['SIGINT', 'SIGTERM'],
  ['SIGTERM', 'SIGINT'],
  ['SIGINT', 'SIGINT'],
])('%s is taken once, and a %s after it by whoever waits then', async (first, second) => {
  const signals = new EventEmitter();
  const saving = interrupted(signals);
  signals.emit(first);
  await saving;
  const leaving = interrupted(signals);
  signals.emit(second);
  await leaving;
  expect(signals.eventNames()).toEqual([]);
});
