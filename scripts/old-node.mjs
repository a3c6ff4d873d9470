// Only what Node has known for many years here, so that an old one can say that it is.
import { readFileSync } from 'node:fs';

/** Ends the program where this Node is older than package.json asks for. */
export function refuseOldNode() {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const wanted = manifest.engines.node.replace('>=', '');
  const least = wanted.split('.').map(Number);
  const own = process.versions.node.split('.').map(Number);
  if (own[0] > least[0] || (own[0] === least[0] && own[1] >= least[1])) return;
  console.error(
    `BERT Studio needs Node.js ${wanted} or newer; this is ${process.versions.node}.\n` +
      'Install a current version from https://nodejs.org, then run the same command again.',
  );
  process.exit(1);
}
