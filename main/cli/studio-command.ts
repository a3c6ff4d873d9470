import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import openInBrowser from 'open';
import { StudioError } from '../../app/errors.ts';
import { openStudio } from '../services/studio/open-studio.ts';
import { projectRoot } from '../storage/paths.ts';
import { startWebShell } from '../web/server.ts';
import { forkWorker } from '../workers/spawn.ts';
import { openDesktopWindow } from './desktop-window.ts';
import { STOPPED } from './exit-codes.ts';
import { interrupted } from './interrupted.ts';
import { print } from './output.ts';

interface StudioOptions {
  readonly desktop: boolean;
  readonly browser: boolean;
  readonly port?: number;
  readonly open: boolean;
}

/** studio: in a window of its own where that can be had, else in the browser. */
export function addStudioCommand(program: Command): void {
  program
    .command('studio')
    .description('Open the studio: lesson, data, training and runs. What `npm start` does by itself.')
    .option('--desktop', 'in a window of its own, or say why not', false)
    .option('--browser', 'in the browser, also where it could have a window of its own', false)
    .option('--port <number>', 'in the browser, served on this port (default: any that is free)', portOf)
    .option('--no-open', 'for the browser, and only print the link')
    .action(openShell);
}

async function openShell({ desktop, browser, port, open }: StudioOptions): Promise<void> {
  const forBrowser = browser || !open || port !== undefined;
  if (desktop || !forBrowser) {
    const reason = await openDesktopWindow(desktop);
    if (reason === null) return;
    if (desktop)
      throw new StudioError('no_window', `There is no desktop window: ${reason}. --browser needs none.`);
    print(`Opening in the browser, because ${reason}.\n`);
  }
  await serveBrowser(open, port);
}

async function serveBrowser(open: boolean, port: number | undefined): Promise<void> {
  const studio = await openStudio('web', forkWorker);
  // Before the link is told: whoever reads it may be done at once.
  const isInterrupted = interrupted();
  const shell = await startWebShell(studio, join(projectRoot(), 'dist/renderer'), port).catch(
    async (error: unknown) => {
      await studio.close();
      throw error;
    },
  );
  print(`BERT Studio is open at\n\n  ${shell.link}\n\nThe link works once. Ctrl-C ends the studio.`);
  if (open) await openInBrowser(shell.link).then((browser) => browser.on('error', () => {}));
  await isInterrupted;
  if (studio.isTraining)
    print('Saving the run that is going, so that it can be resumed. Ctrl-C again leaves at once.');
  void interrupted().then(() => process.exit(STOPPED));
  await studio.close();
  await shell.close();
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('It must be a port number.');
  return port;
}
