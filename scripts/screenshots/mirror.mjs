// A mirror of the Hub on this computer that lists one dataset, the embedded ones: what the dialog shows before anything is fetched.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { root } from '../node-script.mjs';

export const MIRRORED = 'bert-studio/datasets';
const FOLDER = join(root, 'resources/datasets');

/** @returns its address, and what ends it. */
export async function startMirror() {
  const server = createServer(({ url }, response) => {
    if (url.startsWith(`/api/datasets/${MIRRORED}/revision/main`)) response.end(JSON.stringify(listing()));
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${port}`, close: () => server.close() };
}

function listing() {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\/.*\.(tsv|csv|conll|jsonl)$/.test(name),
  );
  const siblings = names.map((name) => {
    const content = readFileSync(join(FOLDER, name));
    const hash = (kind, ...parts) =>
      parts.reduce((sum, part) => sum.update(part), createHash(kind)).digest('hex');
    return {
      rfilename: name,
      size: content.length,
      blobId: hash('sha1', `blob ${content.length}\0`, content),
      lfs: { sha256: hash('sha256', content), size: content.length },
    };
  });
  return { id: MIRRORED, sha: createHash('sha1').update(MIRRORED).digest('hex'), siblings };
}
