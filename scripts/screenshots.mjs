// Takes the pictures of docs/screenshots from the real studio: real runs, real answers, nothing drawn.
//   npm run screenshots                           all of them; trains the runs it shows first, some minutes
//   npm run screenshots -- --home HOME            shows the runs of that studio folder, and keeps there what it trains
//   npm run screenshots -- --only room,edit-tags  these alone; the others stay as they are
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OUT, openCamera } from './screenshots/camera.mjs';
import { startMirror } from './screenshots/mirror.mjs';
import { picturesFor } from './screenshots/pictures.mjs';

const { values: options } = parseArgs({ options: { home: { type: 'string' }, only: { type: 'string' } } });
const home = options.home ?? mkdtempSync(join(tmpdir(), 'bert-studio-screenshots-'));
const mirror = await startMirror();
const camera = await openCamera(home, { HF_ENDPOINT: mirror.address, HF_HOME: join(home, 'hf') });
const { views, others, leaveAsFound } = picturesFor(camera, home);
const all = [...Object.keys(views), ...Object.keys(others)];
const wanted = options.only?.split(',') ?? all;
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0)
  console.error(`There is no picture ${unknown.join(', ')}. There are: ${all.join(', ')}`);

if (!options.only) rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const failed = [];
for (const name of wanted.filter((each) => all.includes(each))) {
  try {
    const putBack = await (views[name] ?? others[name])();
    await (views[name] ? camera.takeAll(name) : camera.take(name));
    await putBack?.();
  } catch (error) {
    failed.push(`${name}: ${error.message}`);
  }
  await camera.page.keyboard.press('Escape');
}
await leaveAsFound();
await camera.close();
mirror.close();
if (!options.home) rmSync(home, { recursive: true, force: true });
if (failed.length + unknown.length > 0) {
  console.error(failed.join('\n'));
  process.exitCode = 1;
}
