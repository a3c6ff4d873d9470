import { appendFileSync, existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import { makeFolderSync } from '../storage/atomic.ts';

const LARGEST_FILE = 2 ** 19;
/** Of one fact, in characters: what a window asked for may be called anything. */
const LONGEST_FACT = 300;
/** Beside the one that is written. */
const KEPT_FILES = 3;

/**
 * What happened, for whoever helps when something does not work: kinds of events and where in the program, never texts,
 * labels or file contents. Messages of errors are left out, for they may quote what they stumbled over.
 */
export class Log {
  readonly #folder: string;
  /** Made once: where it has vanished since, so has all the rest, and none is made in its place. */
  #isMade = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  write(event: string, facts: Readonly<Record<string, string | number | boolean | null>> = {}): void {
    const told = Object.entries(facts).map(
      ([name, value]) => `${name}=${String(value).slice(0, LONGEST_FACT).replaceAll(/\s+/g, '_')}`,
    );
    try {
      if (!this.#isMade) makeFolderSync(this.#folder);
      this.#isMade = true;
      this.#rotate();
      appendFileSync(this.#file(0), `${[new Date().toISOString(), event, ...told].join(' ')}\n`);
    } catch {
      // A log that cannot be written is no reason to stop what it would have told of.
    }
  }

  /** A fault: an expected one by its code, any other by where in the program it arose. */
  fault(where: string, error: unknown): void {
    if (error instanceof StudioError) {
      this.write('refused', { where, code: error.code });
      return;
    }
    const { name, code, syscall } = error as NodeJS.ErrnoException;
    this.write('fault', { where, name: name ?? typeof error, code: code ?? syscall ?? '-' });
    for (const frame of framesOf(error)) this.write('  at', { frame });
  }

  /** Everything kept, oldest first. */
  read(): string {
    const files = Array.from({ length: KEPT_FILES + 1 }, (_, i) => this.#file(KEPT_FILES - i));
    return files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')).join('');
  }

  #rotate(): void {
    if (!existsSync(this.#file(0)) || statSync(this.#file(0)).size < LARGEST_FILE) return;
    for (let i = KEPT_FILES - 1; i >= 0; i--) {
      if (existsSync(this.#file(i))) renameSync(this.#file(i), this.#file(i + 1));
    }
  }

  #file(age: number): string {
    return join(this.#folder, age === 0 ? 'studio.log' : `studio.${age}.log`);
  }
}

/** The places an error went through, without the message above them and without the person's name in paths. */
function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return (stack.match(/^ {4}at .+$/gm) ?? [])
    .slice(0, 12)
    .map((line) => line.trim().replace('at ', '').replaceAll(homedir(), '~'));
}
