// Sets up what is missing, then is the command line itself; without ARGS, the studio.
import { setUp } from './setup.mjs';

/**
 * Ctrl-C reaches every process of the terminal, and npm passes its own copy on a moment later. Where npm's
 * shell replaces itself with Node (macOS) that makes two; a person cannot press twice within this time.
 */
function mergeRepeatedInterrupts(milliseconds) {
  const { emit } = process;
  let last = Number.NEGATIVE_INFINITY;
  process.emit = function (event, ...rest) {
    if (event === 'SIGINT') {
      const repeated = performance.now() - last < milliseconds;
      last = performance.now();
      if (repeated) return true;
    }
    return emit.call(this, event, ...rest);
  };
}

try {
  setUp();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
mergeRepeatedInterrupts(100);
const args = process.argv.slice(2);
const { main } = await import('../dist/main/cli/main.js');
process.exitCode = await main(args.length > 0 ? args : ['studio']);
