import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Transfer = (this: ArrayBuffer, length: number) => ArrayBuffer;

let transfer: Transfer | null = null;

/**
 * Gives an array's memory back at once; the array is empty afterwards. onnxruntime-node returns every output in memory
 * that V8 knows nothing of until much later: several steps' gradients would pile up.
 */
export function freeArray(array: Float32Array): void {
  transfer ??= arrayBufferTransfer();
  transfer.call(array.buffer as ArrayBuffer, 0);
}

/** `ArrayBuffer.prototype.transfer` (ECMAScript 2024), which Node 20 has behind a flag. */
function arrayBufferTransfer(): Transfer {
  const own = (ArrayBuffer.prototype as { transfer?: Transfer }).transfer;
  if (own) return own;
  setFlagsFromString('--harmony-rab-gsab-transfer');
  return runInNewContext('ArrayBuffer.prototype.transfer') as Transfer;
}
