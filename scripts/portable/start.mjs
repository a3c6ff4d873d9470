// What starts the studio in a portable folder. Everything that is written goes into the folder's own `data`.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const data = join(folder, 'data');

/** Programs ask different variables where they may write; the temporary folder has three names. */
function keepEverythingIn(place) {
  const temporary = join(place, 'temporary');
  mkdirSync(temporary, { recursive: true });
  accessSync(place, constants.W_OK);
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = temporary;
  process.env.BERT_STUDIO_HOME = place;
  process.env.HF_HOME = join(place, 'huggingface');
  process.chdir(place);
  // What the program says to type is typed in this folder.
  const starters = { win32: 'start.cmd', darwin: './start.command' };
  process.env.BERT_STUDIO_CALLED = starters[process.platform] ?? './start.sh';
}

try {
  keepEverythingIn(data);
} catch (error) {
  console.error(
    `Nothing can be written into ${data} (${error.code}).\n` +
      'Copy the whole folder to this computer, to the desktop for one, and start it there.',
  );
  process.exit(1);
}
const args = process.argv.slice(2);
// @ts-expect-error: it lies there in the portable folder.
const { main } = await import('./dist/main/cli/main.js');
process.exitCode = await main(args.length > 0 ? args : ['studio']);
