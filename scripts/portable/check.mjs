// `check` in a portable folder: whether every file is there and as it was made. Writes nothing.
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const lines = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
const wrong = [];
for (const line of lines) {
  const [sum, name] = [line.slice(0, 64), line.slice(66)];
  const hash = createHash('sha256');
  const found = await pipeline(createReadStream(join(folder, name)), hash).then(
    () => hash.digest('hex'),
    (error) => error.code,
  );
  if (found === 'ENOENT') wrong.push(`missing: ${name}`);
  else if (found !== sum) wrong.push(`not as it was made: ${name}`);
}
for (const line of wrong) console.log(line);
if (wrong.length === 0) console.log(`All ${lines.length} files are as they were made.`);
else console.log(`${wrong.length} of ${lines.length} files are wrong. Copy the folder anew.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
