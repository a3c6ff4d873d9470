import { relative } from 'node:path';
import { styleText } from 'node:util';
import { StudioError } from '../../app/errors.ts';
import { asCalledHere } from '../services/called.ts';
import { exitCodeOf } from './exit-codes.ts';
import { visible } from './visible.ts';

/** Of a single text that was asked about. */
export const LOST_ITS_END = 'The text is longer than the model can read: its end was cut off.';

/** Of commands that can also print for programs. */
export interface JsonOption {
  readonly json?: true;
}

export function print(text = ''): void {
  process.stdout.write(`${visible(asCalledHere(text))}\n`);
}

/** A line beside what is printed. */
export function warn(text: string): void {
  process.stderr.write(`${visible(text)}\n`);
}

/** On stderr, so that what was asked for stays alone on stdout. */
export function printNote(text: string): void {
  warn(`${styleText('yellow', 'Note:')} ${asCalledHere(text)}`);
}

/** One JSON value on a line of its own, for programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Tells what went wrong and returns the exit code. A fault of the program itself comes with its stack. */
export function reportError(error: unknown, json: boolean): number {
  // A fault of a process of ours comes as a StudioError too, by that code.
  const known = error instanceof StudioError && error.code !== 'internal';
  const message = error instanceof Error ? error.message : String(error);
  if (json)
    printJson({
      error: { code: known ? error.code : 'internal', message, details: known ? error.details : {} },
    });
  else {
    warn(`${styleText('red', 'Error:')} ${asCalledHere(message + whereElse(error))}`);
    if (!known && error instanceof Error) warn(`${error.stack}`);
  }
  return exitCodeOf(error);
}

/** What there is instead of a device that was asked for. */
function whereElse(error: unknown): string {
  return error instanceof StudioError && error.code === 'device_failed'
    ? ' `npm start -- devices` tells what there is here and what to do about the rest.'
    : '';
}

/** Columns lined up; the first row is the head. Numbers go to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const isNumeric = widths.map((_, column) => rows.slice(1).every((row) => /^[-\d.,%]*$/.test(row[column]!)));
  return rows
    .map((row, r) => {
      const cells = row.map((cell, c) =>
        isNumeric[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!),
      );
      const line = cells.join('  ').trimEnd();
      return r === 0 ? styleText('dim', line) : line;
    })
    .join('\n');
}

/** Seconds as people say them: 0:42, 12:05, 1:02:03. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** A path as it is shortest to say from here; names stay as they are. */
export function shown(folder: string): string {
  const path = relative(process.cwd(), folder);
  return path === '' || path.startsWith('..') ? folder : path;
}
