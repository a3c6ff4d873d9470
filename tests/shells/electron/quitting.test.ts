import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { home, opened } from './started-desktop.ts';

test('quitting asks while a run is going; with No everything goes on', async () => {
  const { electron, studio, state, quit } = await opened({ answer: 1 });
  state.training = true;
  expect(quit()).toBe(true);
  await eventually(() => expect(electron.dialog.showMessageBox).toHaveBeenCalledOnce());
  expect(electron.dialog.showMessageBox.mock.calls[0]![0]).toMatchObject({ message: 'A run is going.' });
  expect(studio.close).not.toHaveBeenCalled();
  expect(electron.app.quit).not.toHaveBeenCalled();
  // And it asks again the next time.
  await eventually(() => {
    quit();
    expect(electron.dialog.showMessageBox).toHaveBeenCalledTimes(2);
  });
});

test('with Yes the run is saved first, the place of the window kept, and then it ends', async () => {
  const { electron, studio, state, quit } = await opened({ answer: 0 });
  state.training = true;
  quit();
  await eventually(() => expect(electron.app.quit).toHaveBeenCalledOnce());
  expect(studio.close).toHaveBeenCalledOnce();
  expect(JSON.parse(readFileSync(join(home, 'kept/window.json'), 'utf8')).value.bounds.width).toBe(1000);
  expect(quit()).toBe(false);
});

test('without a run it quits without a question', async () => {
  const { electron, quit } = await opened();
  quit();
  await eventually(() => expect(electron.app.quit).toHaveBeenCalledOnce());
  expect(electron.dialog.showMessageBox).not.toHaveBeenCalled();
});

test('quitting again while the run is being saved offers to leave at once', async () => {
  const { electron, studio, quit } = await opened();
  studio.close.mockReturnValue(new Promise(() => {}));
  quit();
  quit();
  await eventually(() => expect(electron.app.exit).toHaveBeenCalledWith(0));
});

test('a run that cannot be saved is told of, and does not keep the program from ending', async () => {
  const { electron, studio, quit } = await opened();
  studio.close.mockRejectedValue(new Error('The disk is full.'));
  quit();
  await eventually(() => expect(electron.app.quit).toHaveBeenCalledOnce());
  expect(electron.dialog.showErrorBox).toHaveBeenCalledWith(expect.any(String), 'The disk is full.');
});

test('when the computer shuts down the run is saved without a question', async () => {
  const { electron, studio, state } = await opened();
  state.training = true;
  const preventDefault = vi.fn();
  electron.powerMonitor.emit('shutdown', { preventDefault });
  await eventually(() => expect(electron.app.quit).toHaveBeenCalledOnce());
  expect(preventDefault).toHaveBeenCalled();
  expect(studio.close).toHaveBeenCalledOnce();
  expect(electron.dialog.showMessageBox).not.toHaveBeenCalled();
});

test('a signal has the run saved without a question; a second one does not wait', async () => {
  const { electron, studio, state, desktop } = await opened();
  state.training = true;
  studio.close.mockReturnValue(new Promise(() => {}));
  void desktop.end();
  expect(studio.close).toHaveBeenCalledOnce();
  expect(electron.app.exit).not.toHaveBeenCalled();
  await desktop.end();
  expect(electron.app.exit).toHaveBeenCalledWith(0);
  expect(electron.dialog.showMessageBox).not.toHaveBeenCalled();
  await vi.waitFor(() => readFileSync(join(home, 'kept/window.json')));
});
