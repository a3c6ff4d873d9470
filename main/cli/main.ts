import { Command, CommanderError } from 'commander';
import { CancelledError } from '../../app/errors.ts';
import { asCalledHere, CALLED } from '../services/called.ts';
import { programVersion } from '../storage/paths.ts';
import { addAskCommands } from './ask-commands.ts';
import { addDevicesCommand } from './devices-command.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { addEvaluateCommand } from './evaluate-command.ts';
import { EXIT_CODES_HELP, READER_GONE, STOPPED, USAGE } from './exit-codes.ts';
import { addExportCommand } from './export-command.ts';
import { withForeignHint } from './foreign-options.ts';
import { addLibraryCommands } from './library-commands.ts';
import { printJson, reportError } from './output.ts';
import { addPredictCommand } from './predict-command.ts';
import { addResultCommands } from './results-command.ts';
import { addRunCommands } from './run-commands.ts';
import { addStudioCommand } from './studio-command.ts';
import { addTrainCommand } from './train-command.ts';

/**
 * Runs one command line.
 *
 * @param argv the words after the program's name.
 * @returns the exit code, one of exit-codes.ts.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command(CALLED)
    .description('Learn, train and look inside BERT on your own computer.')
    .version(programVersion(), '-V, --version', 'which version this is')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(asCalledHere(text)),
      writeErr: (text) => process.stderr.write(asCalledHere(text)),
      outputError: (message, write) => write(withForeignHint(message)),
    })
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', EXIT_CODES_HELP);
  // Whoever reads has left, as `head` does: as other programs, end.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(READER_GONE);
  });
  let exitCode = 0;
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  addStudioCommand(program);
  addTrainCommand(program, setExitCode);
  addEvaluateCommand(program);
  addPredictCommand(program);
  addAskCommands(program);
  addLibraryCommands(program, setExitCode);
  addDevicesCommand(program);
  addRunCommands(program, setExitCode);
  addResultCommands(program, setExitCode);
  addExportCommand(program);
  addDoctorCommand(program, setExitCode);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const message = error.message.replace(/^error: /, '');
      if (argv.includes('--json')) printJson({ error: { code: 'invalid_arguments', message, details: {} } });
      return USAGE;
    }
    if (error instanceof CancelledError) return STOPPED;
    return reportError(error, argv.includes('--json'));
  }
}
