import type { LineBatch } from './lines.ts';
import type { RecordBatches } from './record.ts';
import { readable } from './record.ts';

/** One text a line, in the column `text`; blank lines part paragraphs and are no records. */
export async function* readPlainText(batches: AsyncIterable<LineBatch>): RecordBatches {
  for await (const { first, lines } of batches) {
    yield lines.flatMap((text, i) => (text.trim() === '' ? [] : [readable(first + i, { text })]));
  }
}
