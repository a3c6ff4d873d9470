import { styleText } from 'node:util';
import type { Command } from 'commander';
import type { Check, CheckState } from '../services/doctor/check.ts';
import { examine } from '../services/doctor/doctor.ts';
import { FAILED } from './exit-codes.ts';
import { print, printJson } from './output.ts';

const NAME_WIDTH = 16;
const MARKS: Readonly<Record<CheckState, string>> = {
  good: styleText('green', 'ok  '),
  note: styleText('yellow', 'note'),
  bad: styleText('red', 'bad '),
};

/** doctor: what this computer has for the studio, and what to do about the rest. */
export function addDoctorCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('doctor')
    .description('Look at what this computer has for the studio, and say what to do about the rest.')
    .option('--json', 'one JSON value, for programs', false)
    .action(async ({ json }: { json: boolean }) => {
      const checks = await examine();
      if (json) printJson(checks);
      else printChecks(checks);
      if (checks.some(({ state }) => state === 'bad')) setExitCode(FAILED);
    });
}

function printChecks(checks: readonly Check[]): void {
  for (const { name, state, found, remedy } of checks) {
    print(`${MARKS[state]}  ${name.padEnd(NAME_WIDTH)}${found}`);
    if (remedy !== null) print(`${' '.repeat(6 + NAME_WIDTH)}${remedy}`);
  }
  const count = checks.filter(({ state }) => state === 'bad').length;
  if (count === 0) print('\nThe studio works on this computer.');
  else print(`\n${count === 1 ? 'One thing keeps' : `${count} things keep`} the studio from working.`);
}
