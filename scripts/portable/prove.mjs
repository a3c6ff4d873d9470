// `npm run portable:prove -- FOLDER`: starts a portable folder on Linux where nothing else may be written and no network is,
// as a person who has never been here: trains three steps, opens the studio, asks it, and checks the folder.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import WebSocket from 'ws';
import { root } from '../node-script.mjs';
import { whyNotOffline } from '../offline.mjs';
import { startStudio } from '../studio.mjs';

const INSIDE = '--inside';
/** Everything that is mounted becomes read-only, the folder's `data` excepted. */
const READ_ONLY = `
set -e
mount --make-rprivate /
mount --bind "$1/data" "$1/data"
for place in / /tmp /var/tmp /home /root /dev/shm; do
  if mountpoint -q "$place"; then mount -o remount,bind,ro "$place"; fi
done
if touch /written-outside "$1/written" 2>/dev/null; then echo 'The rest can be written'; exit 1; fi
shift
exec "$@"`;
/** What a fresh account has: a home that is not there, and the system's programs. */
const FRESH = ['env', '-i', 'HOME=/home/nobody-yet', 'PATH=/usr/bin:/bin', 'LANG=C.UTF-8'];

function say(what, isSo) {
  console.log(`${isSo ? 'ok  ' : 'NOT '} ${what}`);
  if (!isSo) process.exitCode = 1;
}

function run(folder, script, ...args) {
  const { status, stdout, stderr } = spawnSync(FRESH[0], [...FRESH.slice(1), join(folder, script), ...args], {
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

async function inside(folder) {
  const train = run(folder, 'start.sh', 'train', '--max_steps', '3', '--eval_strategy', 'no');
  say('trains three steps', train.status === 0 && /3 steps/.test(train.said));
  if (train.status !== 0) console.log(train.said);
  const { link, close } = await startStudio({ program: [...FRESH, join(folder, 'start.sh')] });
  const opened = await fetch(link, { redirect: 'manual' });
  const cookie = opened.headers.getSetCookie()[0].split(';')[0];
  const { origin, host } = new URL(link);
  const page = await (await fetch(origin, { headers: { cookie } })).text();
  const asset = /src="([^"]+\.js)"/.exec(page)?.[1];
  const code = await fetch(new URL(asset, origin), { headers: { cookie } });
  say('serves its page', page.includes('<div id="root">') && code.status === 200);
  const info = await ask(`ws://${host}/socket`, { origin, headers: { cookie } });
  say('keeps everything in its own data folder', info.folders.user === join(folder, 'data'));
  say('ends when it is told to', (await close()) === 0);
  const check = run(folder, 'check.sh');
  say(`is as it was made: ${check.said.trim()}`, check.status === 0);
}

function ask(address, options) {
  return new Promise((answer, fail) => {
    const socket = new WebSocket(address, options);
    socket.on('error', fail);
    socket.on('open', () => socket.send(JSON.stringify({ id: 1, name: 'studio.info', params: {} })));
    socket.on('message', (data) => {
      const { id, value } = JSON.parse(String(data));
      if (id !== 1) return;
      socket.close();
      answer(value);
    });
  });
}

/** @param {string[]} args */
async function main([first, ...rest]) {
  if (first === INSIDE) return inside(rest[0]);
  const folder = resolve(first ?? '');
  const reason = whyNotOffline();
  if (reason !== null) throw new Error(`This cannot be shown here: ${reason}.`);
  if (!existsSync(join(folder, 'start.sh')))
    throw new Error(`There is no portable folder for Linux in ${folder}.`);
  mkdirSync(join(folder, 'data'), { recursive: true });
  const own = [process.execPath, process.argv[1], INSIDE, folder];
  const alone = ['unshare', '-rm', 'sh', '-c', READ_ONLY, 'sh', folder, ...own];
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/offline.mjs'), ...alone], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
