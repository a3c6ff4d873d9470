import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvLine } from '../../app/data/csv.ts';

const SUBJECTS = ['card', 'book', 'film', 'loan', 'room', 'laptop'];
const VERBS = ['renew', 'return', 'reserve', 'borrow'];
/** Far longer than 128 tokens. */
const LONG = 'and so on and so forth '.repeat(40);

/**
 * A file of 121 question pairs that has one of everything: 70 % of one label, a column of topics with gaps, a duplicate,
 * a row that is too long and one without its second text.
 */
export function writePairs(folder: string): string {
  const rows: (string | number)[][] = Array.from({ length: 120 }, (_, i) => {
    const subject = SUBJECTS[i % SUBJECTS.length]!;
    const first = `Can I ${VERBS[i % VERBS.length]} ${i + 1} times my ${subject}?`;
    const second = `Is it allowed to ${VERBS[(i + 1) % VERBS.length]} the ${subject} number ${i + 1}?`;
    return [first, second, i % 10 < 7 ? 'same' : 'different', i % 15 === 0 ? '' : subject];
  });
  rows[40] = [...rows[39]!];
  rows[50]![0] = `${LONG}?`;
  rows[60]![1] = '';
  const path = join(folder, 'library desk.csv');
  writeFileSync(path, [['question_a', 'question_b', 'label', 'topic'], ...rows].map(csvLine).join(''));
  return path;
}

const ferries = Array.from({ length: 60 }, (_, i) => {
  const isSame = i % 2 === 0;
  const second = isSame ? `Ferry ${i} came late.` : 'Rents rose last year.';
  return csvLine([`The ferry ${i} was late.`, second, isSame ? 'same' : 'other']);
});
/** Few pairs, so that evaluations are quick: those that say the same share their words. */
export const FERRIES = ['sentence1,sentence2,label\n', ...ferries].join('');

/** Files that cannot be a dataset, each with what its message must name. */
export function writeBadFiles(folder: string): readonly { readonly path: string; readonly says: RegExp }[] {
  const file = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  return [
    {
      path: file('binary.csv', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 1, 2])),
      says: /binary\.csv is not a text file: it is a ZIP archive or a spreadsheet\. Unpack it, or export it as CSV/,
    },
    {
      path: file('empty.csv', ''),
      says: /empty\.csv is empty\. Check that it was saved or downloaded whole/,
    },
    {
      path: file('quotes.csv', 'text,label\n"A fine book",good\n"He said "no" to me",bad\n'),
      says: /Line 3 of quotes\.csv: a quoted field .* write each " as ""/,
    },
    {
      path: file('latin1.csv', Buffer.from('text,label\nEin Buch,gut\nEin Band über Bäume,gut\n', 'latin1')),
      says: /latin1\.csv is not UTF-8: byte \d+, on line 3, .* save it as UTF-8/,
    },
    {
      path: file('photo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47])),
      says: /photo\.png does not end like a data file .* Give it the ending of its format/,
    },
  ];
}
