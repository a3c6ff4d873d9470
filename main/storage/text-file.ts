import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import type { FileSample } from '../../app/data/formats/detect.ts';
import { StudioError } from '../../app/errors.ts';

const CHUNK_BYTES = 1 << 18;
/** Enough to see how GLUE's files use quotes: the whole of MRPC. */
const SAMPLE_LENGTH = 1 << 22;

/**
 * A file as text, piece by piece, without a byte order mark. Pieces end anywhere between two characters.
 *
 * @param onProgress told how much of the file was read, 0 to 1.
 * @throws StudioError `empty_file`, `binary_file`, `not_utf8` with byte and line, `unreadable`
 */
export async function* readText(path: string, onProgress?: (share: number) => void): AsyncGenerator<string> {
  const file = await open(path, 'r').catch((cause: Error) => {
    throw new StudioError('unreadable', `${path} cannot be read: ${cause.message}.`, {
      details: { file: path },
      cause,
    });
  });
  try {
    const { size } = await file.stat();
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let [held, offset] = [0, 0];
    for (;;) {
      const { bytesRead } = await file.read(buffer, held, buffer.length - held);
      const bytes = buffer.subarray(0, held + bytesRead);
      if (offset === 0) checkStart(path, bytes);
      const whole = bytesRead === 0 ? bytes.length : wholeCharacters(bytes);
      const text = bytes.subarray(0, whole);
      if (!isUtf8(text)) throw await notUtf8(path, offset + firstInvalidByte(text));
      if (whole > 0) yield text.toString('utf8', offset === 0 ? markLength(text) : 0);
      if (bytesRead === 0) return;
      offset += whole;
      onProgress?.(Math.min(1, offset / size));
      held = bytes.copy(buffer, 0, whole);
    }
  } finally {
    await file.close();
  }
}

/** The first four million characters or so of a text file. */
export async function readSample(path: string): Promise<FileSample> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of readText(path)) {
    if (length >= SAMPLE_LENGTH) return { text: pieces.join(''), complete: false };
    pieces.push(piece);
    length += piece.length;
  }
  return { text: pieces.join(''), complete: true };
}

function markLength(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** Length without the character that the end of the buffer may have cut: at most three bytes of it. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function checkStart(path: string, bytes: Buffer): void {
  const details = { file: path };
  if (bytes.length === 0) {
    throw new StudioError('empty_file', `${path} is empty. Check that it was saved or downloaded whole.`, {
      details,
    });
  }
  const mark = bytes.toString('latin1', 0, 2);
  if (mark === '\xff\xfe' || mark === '\xfe\xff') {
    const message = `${path} is encoded as UTF-16, not UTF-8. Save it as UTF-8 ("CSV UTF-8" in a spreadsheet) and try again.`;
    throw new StudioError('not_utf8', message, {
      details: { ...details, byte: 0, line: 1, encoding: 'UTF-16' },
    });
  }
  const zero = bytes.indexOf(0);
  const known = knownBinary(bytes);
  if (zero < 0 && known === null) return;
  const what = known ?? `byte ${zero} is zero. If it is a spreadsheet, export it as CSV first.`;
  throw new StudioError('binary_file', `${path} is not a text file: ${what}`, {
    details: { ...details, byte: zero },
  });
}

function knownBinary(bytes: Buffer): string | null {
  const start = bytes.toString('latin1', 0, 4);
  if (start === 'PAR1') return 'it is Parquet. Give its name the ending .parquet.';
  if (start.startsWith('PK'))
    return 'it is a ZIP archive or a spreadsheet. Unpack it, or export it as CSV, first.';
  if (start.startsWith('\x1f\x8b')) return 'it is compressed with gzip. Unpack it first.';
  return start === '%PDF' ? 'it is a PDF. Save its text first.' : null;
}

/** Where the first character that is not UTF-8 begins. */
function firstInvalidByte(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(bytes.subarray(0, wholeCharacters(bytes.subarray(0, middle))))) good = middle;
    else bad = middle;
  }
  // A prefix may end inside the bad character and still pass: go back to where that begins.
  while (!isUtf8(bytes.subarray(0, good))) good--;
  return good;
}

async function notUtf8(path: string, byte: number): Promise<StudioError> {
  const line = 1 + (await countLineEnds(path, byte));
  return new StudioError(
    'not_utf8',
    `${path} is not UTF-8: byte ${byte}, on line ${line}, does not belong there. It is probably Latin-1 or Windows-1252; open it in an editor and save it as UTF-8, or run: iconv -f WINDOWS-1252 -t UTF-8.`,
    { details: { file: path, byte, line, encoding: 'Windows-1252' } },
  );
}

async function countLineEnds(path: string, bytes: number): Promise<number> {
  const file = await open(path, 'r');
  let count = 0;
  try {
    for await (const chunk of file.createReadStream({ end: Math.max(0, bytes - 1), autoClose: false })) {
      for (const byte of chunk as Buffer) if (byte === 0x0a) count++;
    }
  } finally {
    await file.close();
  }
  return bytes === 0 ? 0 : count;
}
