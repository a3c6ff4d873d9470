import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let gc: (() => void) | null = null;

/**
 * Frees at once what nothing refers to any more. onnxruntime-node returns a copy of every output, of those too that
 * were written where they were wanted: left to V8, the copies of several steps' gradients pile up.
 */
export function collectGarbage(): void {
  if (!gc) {
    setFlagsFromString('--expose-gc');
    gc = runInNewContext('gc') as () => void;
  }
  gc();
}
