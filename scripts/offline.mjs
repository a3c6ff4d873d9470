// `node scripts/offline.mjs COMMAND ARGS`: runs a command where there is no network but loopback, and fails where it tried
// to use another. `npm run offline` runs the end-to-end tests so.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { nodeScript } from './node-script.mjs';

/** Exit code where something was sent; a command's own stays as it is. */
export const SOMETHING_LEFT = 3;
const INSIDE = '--inside';

/** A network of its own: loopback, and a way out that leads nowhere and counts what is sent, be it a look-up of a name. */
const LAY_OUT = [
  'ip link set lo up',
  'ip link add way-out type veth peer name nowhere',
  'for i in way-out nowhere; do ip link set $i arp off addrgenmode none; ip link set $i up; done',
  'ip addr add 10.255.255.1/24 dev way-out',
  'ip route add default dev way-out',
];

/** Whether this computer lets anyone make such a network; null where it does, else why not. */
export function whyNotOffline() {
  if (process.platform !== 'linux') return 'networks of its own are made on Linux only';
  const { status, error, stderr } = unshare(LAY_OUT.join(' && '), [], 'pipe');
  if (status === 0) return null;
  return `a network of its own cannot be made (${/** @type {NodeJS.ErrnoException} */ (error)?.code ?? stderr.trim().split('\n')[0]})`;
}

function unshare(script, args, stdio) {
  return spawnSync('unshare', ['-rn', 'sh', '-c', script, 'sh', ...args], { encoding: 'utf8', stdio });
}

/** Packets sent on the way out. */
function packetsSent() {
  const line = /^\s*way-out:(.*)$/m.exec(readFileSync('/proc/net/dev', 'utf8'))?.[1] ?? '';
  return Number(line.trim().split(/\s+/)[9]);
}

function runInside([command, ...args]) {
  const before = packetsSent();
  const { status, signal, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) throw error;
  const sent = packetsSent() - before;
  if (sent > 0) console.error(`${sent} packets were sent out of this computer.`);
  if (sent === 0) console.error('Nothing was sent out of this computer.');
  process.exitCode = sent > 0 ? SOMETHING_LEFT : (status ?? (signal ? 1 : 0));
}

function main(args) {
  if (args[0] === INSIDE) return runInside(args.slice(1));
  const reason = whyNotOffline();
  if (reason !== null) {
    console.error(`Not run offline: ${reason}.`);
    process.exitCode = 1;
    return;
  }
  const command =
    args.length > 0 ? args : [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', 'tests/e2e'];
  if (args.length === 0) nodeScript('scripts/build.mjs', []);
  const inside = [process.execPath, process.argv[1], INSIDE, ...command];
  process.exitCode = unshare(`${LAY_OUT.join(' && ')} && exec "$@"`, inside, 'inherit').status ?? 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv.slice(2));
