import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../../app/contract/runs.ts';
import { failureWords } from './failure-words.ts';

const run = (
  error: { code: string; message: string } | null,
  { problem = null, kept = null }: { problem?: string | null; kept?: string | null } = {},
) =>
  ({
    problem,
    live: null,
    record: { status: error ? 'failed' : 'interrupted', error, last_checkpoint: kept },
  }) as unknown as RunSummary;

describe('why a run ended, in the window', () => {
  test('of a process that died says what Resume does', () => {
    const problem = 'The training process was ended by SIGKILL, perhaps for lack of memory.';
    expect(failureWords(run(null, { problem, kept: 'checkpoint-12' }))).toBe(
      `${problem} Resume goes on from checkpoint-12.`,
    );
    expect(failureWords(run(null, { problem }))).toMatch(/Nothing was saved yet, so Resume begins anew\.$/);
  });

  test('of a lost device names what to press, and no command', () => {
    const message =
      'webgpu failed: the device was lost\nThe run is kept at checkpoint-12. Go on from there with `runs resume x --device cpu`.';
    const words = failureWords(run({ code: 'device_lost', message }, { kept: 'checkpoint-12' }))!;
    expect(words).toMatch(/^webgpu failed: the device was lost\. Resume goes on from checkpoint-12\. /);
    expect(words).toContain('“Resume on the processor”');
    expect(words).not.toMatch(/--|`|runs resume/);
  });

  test('is its own message else, and nothing where the curves tell', () => {
    expect(failureWords(run({ code: 'disk_full', message: 'The disk is full.' }))).toBe('The disk is full.');
    expect(failureWords(run({ code: 'non_finite', message: 'NaN' }))).toBeNull();
    expect(failureWords(run(null))).toBeNull();
  });
});
