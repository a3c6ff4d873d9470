import { z } from 'zod';
import { StudioError } from '../errors.ts';
import { resultLesson } from './result-lesson.ts';
import { resultQuiz } from './result-quiz.ts';
import { hasPlan, type ResultRun, resultRun } from './result-run.ts';

const KIND = 'bert-studio-results';
const FORMAT = 1;
/** The newest runs of a learner that a file keeps. */
export const MOST_RUNS = 24;
/** In bytes. */
export const LARGEST_RESULT_FILE = 4 * 2 ** 20;
/** How learners are told apart without their names: drawn at random, kept in their folder. */
export const learnerId = z.string().regex(/^[a-z0-9]{6}$/);

const text = z.string().max(200);

const resultFile = z.object({
  kind: z.literal(KIND),
  format: z.literal(FORMAT),
  /** ISO 8601. */
  exported_at: z.iso.datetime(),
  /** Version that wrote it. */
  studio: text,
  learner: z.object({
    id: learnerId,
    /** Null for those who stay anonymous. */
    name: z.string().trim().min(1).max(80).nullable(),
  }),
  computer: z.object({ system: text, processor: text, threads: z.int().min(1), memory_gb: z.number() }),
  runs: z
    .array(
      resultRun.refine((run: ResultRun) => hasPlan(run), {
        message: 'its settings make no plan for its rows',
      }),
    )
    .max(MOST_RUNS),
  /** Older runs that are not in the file. */
  runs_left_out: z.int().min(0),
  lesson: resultLesson.nullable(),
  quiz: resultQuiz.nullable(),
});
export type ResultFile = z.output<typeof resultFile>;
export type ResultFileParts = Omit<z.input<typeof resultFile>, 'kind' | 'format' | 'runs_left_out'>;

/**
 * A file's text, within its size: where it would be larger, the oldest runs are left out.
 *
 * @param parts runs newest first.
 * @param older runs that were left out before.
 */
export function formatResultFile({ runs, ...parts }: ResultFileParts, older = 0): string {
  for (let kept = Math.min(runs.length, MOST_RUNS); ; kept--) {
    const file: z.input<typeof resultFile> = {
      kind: KIND,
      format: FORMAT,
      ...parts,
      runs_left_out: older + runs.length - kept,
      runs: runs.slice(0, kept),
    };
    const written = `${JSON.stringify(file)}\n`;
    // Names alone may have characters of more than one byte.
    if (kept === 0 || written.length * 1.1 < LARGEST_RESULT_FILE) return written;
  }
}

/**
 * What a learner saved.
 *
 * @param name of the file, for messages.
 * @throws StudioError `not_results`, `newer_format`, `damaged_file`, each naming the file.
 */
export function parseResultFile(name: string, written: string): ResultFile {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch (cause) {
    if (!written.includes(KIND)) throw notResults(name);
    throw damaged(name, 'it is not whole', cause);
  }
  return readResult(name, value);
}

/** As `parseResultFile`, of what was JSON. */
export function readResult(name: string, value: unknown): ResultFile {
  const { kind, format } = (value ?? {}) as { kind?: unknown; format?: unknown };
  if (kind !== KIND) throw notResults(name);
  if (typeof format === 'number' && format > FORMAT) {
    throw new StudioError(
      'newer_format',
      `${name} was saved by a newer BERT Studio (format ${format}; this one reads up to ${FORMAT}). Update to see it.`,
      { details: { file: name } },
    );
  }
  const parsed = resultFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw damaged(name, `${issue!.path.join('.') || 'the whole file'}: ${issue!.message}`, parsed.error);
}

function notResults(name: string): StudioError {
  return new StudioError(
    'not_results',
    `${name} holds no results. Learners save theirs in Runs, with “Save my results”.`,
    { details: { file: name } },
  );
}

function damaged(name: string, problem: string, cause: unknown): StudioError {
  return new StudioError(
    'damaged_file',
    `${name} is damaged (${problem}). Ask the learner to save it again.`,
    { cause, details: { file: name } },
  );
}
