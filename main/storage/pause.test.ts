import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Pause, urgently } from './pause.ts';

it('work that pauses waits for what is urgent, and goes on afterwards, also when that failed', async () => {
  const order: string[] = [];
  let fail = () => {};
  const urgent = urgently(
    () =>
      new Promise((_, reject) => {
        fail = () => reject(new Error('no more'));
      }),
  );
  const since = performance.now();
  const pause = new Pause();
  while (performance.now() - since < 30);
  const paused = pause.whenDue().then((had) => order.push(`paused ${had}`));
  for (let i = 0; i < 5; i++) await setImmediate();
  order.push('urgent ends');
  fail();
  await expect(urgent).rejects.toThrow('no more');
  await paused;
  expect(order).toEqual(['urgent ends', 'paused true']);
});
