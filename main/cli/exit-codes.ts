import { StudioError } from '../../app/errors.ts';

/** Something went wrong that another command line would not have met either: files, disk, memory, network, device. */
export const FAILED = 1;
/** The command line asks for what cannot be, and another one would do. */
export const USAGE = 2;
/** By Ctrl-C. */
export const STOPPED = 130;
/** Whoever reads has left: as a shell tells of SIGPIPE. */
export const READER_GONE = 141;

export const EXIT_CODES_HELP = `
Exit codes: 0 done; 1 failed; 2 the command asks for what cannot be, or for what is not there, is there already, or is of
another kind; 130 stopped by Ctrl-C.`;

const USAGE_CODES: ReadonlySet<string> = new Set([
  // A value that cannot be.
  'int8_on_device',
  'invalid_arguments',
  'invalid_label_name',
  'invalid_name',
  'no_mask',
  'no_word',
  'unknown_metric',
  // What is not there.
  'missing_column',
  'missing_file',
  'missing_split',
  'no_data_files',
  'no_such_checkpoint',
  'no_such_layer',
  'no_such_run',
  'not_on_hub',
  'unknown_column',
  'unknown_dataset',
  'unknown_label_name',
  'unknown_model',
  'which_configuration',
  // What is of another kind.
  'ambiguous_files',
  'no_head',
  'no_labels',
  'no_masked_lm_head',
  'not_a_file',
  'not_a_model',
  'not_a_run',
  'other_task',
  'unexpected_column',
  'unknown_format',
  // What is there already.
  'already_exists',
  'column_exists',
  'output_dir_in_use',
  'output_dir_not_empty',
  'port_in_use',
]);

export function exitCodeOf(error: unknown): number {
  return error instanceof StudioError && USAGE_CODES.has(error.code) ? USAGE : FAILED;
}
