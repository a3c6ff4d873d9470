import { expect, test, vi } from 'vitest';
import { utilityWorkers } from '../../../main/electron/utility-worker.ts';
import { fakeElectron } from './fake-electron.ts';

function worker() {
  const electron = fakeElectron();
  const process = utilityWorkers(electron.api)(new URL('file:///app/training-process.js'));
  return { electron, process, child: electron.children[0]! };
}

test('a worker is a utility process under its own name', () => {
  const { electron } = worker();
  expect(electron.utilityProcess.fork).toHaveBeenCalledWith(
    expect.stringMatching(/training-process\.js$/),
    [],
    { serviceName: 'training-process' },
  );
});

test('nothing is sent to one that has ended, whose end is told in words', () => {
  const { process, child } = worker();
  const onExit = vi.fn();
  process.onExit(onExit);
  process.send('first');
  child.emit('exit', 9);
  process.send('second');
  expect(child.postMessage.mock.calls).toEqual([['first']]);
  expect(onExit).toHaveBeenCalledWith('ended with exit code 9');
});

test('one that leaves is ended only after everything it said has arrived', () => {
  const { process, child } = worker();
  const heard: unknown[] = [];
  process.onMessage((message) => heard.push(message));
  child.emit('message', { type: 'finished' });
  expect(child.kill).not.toHaveBeenCalled();
  child.emit('message', 'leaving');
  expect(heard).toEqual([{ type: 'finished' }]);
  expect(child.kill).toHaveBeenCalledOnce();
});

test('what nobody listens to any more is ended', () => {
  const { process, child } = worker();
  process.disconnect();
  expect(child.kill).toHaveBeenCalledOnce();
});
