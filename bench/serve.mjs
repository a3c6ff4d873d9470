// A side's half of the protocol: JSON lines on stdin and stdout.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { peakBytes } from './peak_memory.mjs';

/**
 * Answers requests until it is told to quit.
 *
 * @param prepare takes the setup and the workload, and resolves with a function that does one step and resolves with
 * `{ realTokens, computedTokens }`.
 * @param versions of what the side consists of.
 */
export async function serve(prepare, versions) {
  const importBytes = process.memoryUsage.rss();
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const receive = async () => JSON.parse((await lines.next()).value ?? '{"cmd":"quit"}');
  const send = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  try {
    const setup = await receive();
    const step = await prepare(setup, JSON.parse(readFileSync(setup.workload, 'utf8')));
    send({ ready: true, versions: { node: process.versions.node, ...versions }, threads: setup.threads });
    for (let request = await receive(); request.cmd !== 'quit'; request = await receive()) {
      if (request.cmd === 'memory') send({ peakBytes: peakBytes(), importBytes });
      else send({ steps: await measure(step, request.n) });
    }
  } catch (error) {
    send({ error: error.message });
  }
  // Not exit(), which may cut off an answer still on its way.
  process.stdin.destroy();
}

async function measure(step, n) {
  const steps = [];
  for (let i = 0; i < n; i++) {
    const started = performance.now();
    const tokens = await step();
    steps.push({ seconds: (performance.now() - started) / 1000, ...tokens });
  }
  return steps;
}
