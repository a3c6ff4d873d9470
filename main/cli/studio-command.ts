import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import openInBrowser from 'open';
import { createStudio } from '../services/studio/studio.ts';
import { projectRoot } from '../storage/paths.ts';
import { startWebShell } from '../web/server.ts';
import { forkWorker } from '../workers/spawn.ts';
import { print } from './output.ts';

interface StudioOptions {
  readonly port: number;
  readonly open: boolean;
}

/** studio: the window, in the browser. */
export function addStudioCommand(program: Command): void {
  program
    .command('studio')
    .description('Open the studio: lesson, data, training and runs. What `npm start` does by itself.')
    .option('--port <number>', 'port of the studio in the browser (default: any that is free)', portOf, 0)
    .option('--no-open', 'only print the link')
    .action(openStudio);
}

async function openStudio({ port, open }: StudioOptions): Promise<void> {
  const studio = createStudio('web', forkWorker);
  const shell = await startWebShell(studio, join(projectRoot(), 'dist/renderer'), port);
  print(`BERT Studio is open at\n\n  ${shell.link}\n\nThe link works once. Ctrl-C ends the studio.`);
  if (open) await openInBrowser(shell.link).then((browser) => browser.on('error', () => {}));
  await interrupted();
  if (studio.isTraining)
    print('Saving the run that is going, so that it can be resumed. Ctrl-C again leaves at once.');
  process.once('SIGINT', () => process.exit(130));
  await studio.close();
  await shell.close();
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('It must be a port number.');
  return port;
}
