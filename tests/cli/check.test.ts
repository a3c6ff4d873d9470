import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studio, temporaryFolder } from './command-line.ts';
import { csvOf, SMALL_ROWS, writeTinyTask } from './tiny-run.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
const check = (...args: string[]) => {
  const { code, out, err } = studio(folder, 'datasets', 'check', ...args, '--json');
  expect(err).toBe('');
  return { code, ...JSON.parse(out) };
};
const codes = (checked: { findings: { severity: string; code: string }[] }, severity: string) =>
  checked.findings.filter((finding) => finding.severity === severity).map(({ code }) => code);
const message = (checked: { findings: { code: string; message: string }[] }, wanted: string) =>
  checked.findings.find(({ code }) => code === wanted)?.message;

beforeAll(() => writeTinyTask(folder));

describe('datasets check', () => {
  it('tells rows, columns, balance and lengths, and that nothing is wrong', () => {
    const { code, out } = studio(folder, 'datasets', 'check', 'reviews');
    expect(code).toBe(0);
    expect(out).toMatch(/text-classification: text "text", label "label"/);
    expect(out).toMatch(/train +reviews\.tsv +1760 +0/);
    expect(out).toMatch(/\bpositive +880 \(50\.0 %\)/);
    expect(out).toMatch(/Nothing wrong was found\./);
  });

  it('counts tokens with the tokenizer it is told, and rows longer than max_seq_length', () => {
    write('long.csv', 'label,text\nx,a day\ny,a good day days\nx,day\ny,bad day\n');
    const checked = check('long.csv', '--model=tiny', '--max_seq_length=5');
    // [CLS] and [SEP] count; `days` is day and ##s.
    expect(checked.splits[0].tokens).toEqual({ min: 3, median: 4, p95: 7, max: 7, truncated: 1 });
    expect(message(checked, 'truncation')).toMatch(
      /1 row \(25 %\) longer than max_seq_length 5, the longest 7/,
    );
    expect(checked.code).toBe(0);
  });

  it('finds duplicates, contradictions and leaks, with their lines', () => {
    mkdirSync(join(folder, 'leaky'));
    write('leaky/train.csv', 'label,text\nx,one\ny,two\nx,one\ny,one\nx,three\n');
    write('leaky/dev.csv', 'label,text\nx,two\ny,four\n');
    const checked = check('leaky');
    expect(checked.code).toBe(0);
    expect(codes(checked, 'warning')).toEqual(['duplicates', 'contradictions', 'leaks']);
    expect(message(checked, 'duplicates')).toMatch(/1 row .*\(line 4 as line 2\)/);
    expect(message(checked, 'contradictions')).toMatch(/1 row .*\(line 5 as line 2\)/);
    expect(message(checked, 'leaks')).toMatch(/1 row of dev\.csv .*\(line 2 is line 3 of train\.csv\)/);
  });

  it('doubts a column that has a label of its own for every row', () => {
    write('each.csv', csvOf(SMALL_ROWS.map(({ id }) => ({ label: `label ${id}`, text: `row ${id}` }))));
    expect(codes(check('each.csv'), 'warning')).toEqual(['one_row_a_label']);
  });

  it('finds leaks of the split that train would make', () => {
    write(
      'twice.csv',
      csvOf([...SMALL_ROWS, ...SMALL_ROWS].map(({ label, id }) => ({ label, text: `row ${id}` }))),
    );
    const { leaks, findings } = check('twice.csv');
    expect(leaks.made).toBe(true);
    // Each of 80 texts is there twice and 32 rows are set apart: some of them without their twin.
    expect(leaks.count).toBeGreaterThan(10);
    expect(leaks.count).toBeLessThanOrEqual(32);
    expect(message({ findings }, 'leaks')).toMatch(/train would set apart by default/);
  });

  it('counts skipped rows with reason and place, and says when one label is nearly all', () => {
    const rows = Array.from({ length: 12 }, (_, i) => `x,text ${i}`).join('\n');
    write('gaps.csv', `label,text\n${rows}\ny,other\nx,\n,no label\na,b,c\n`);
    const checked = check('gaps.csv');
    expect(checked.splits[0].skipped).toEqual({
      'no text': { count: 1, first: ['line 15'] },
      'no label': { count: 1, first: ['line 16'] },
      'another number of fields than the header': { count: 1, first: ['line 17'] },
    });
    expect(message(checked, 'imbalance')).toMatch(/"x" would be right in 92 % of the rows/);
    expect(checked.code).toBe(0);
  });

  it('does not open a test split, and names files that belong to none', () => {
    mkdirSync(join(folder, 'kept'));
    write('kept/train.csv', csvOf(SMALL_ROWS));
    write('kept/test.csv', Buffer.from([0, 1, 2]));
    write('kept/extra.csv', 'a,b\n');
    const checked = check('kept');
    expect(checked.code).toBe(0);
    expect(codes(checked, 'note')).toEqual(['not_read', 'unused_files']);
    expect(message(checked, 'unused_files')).toContain('extra.csv');
  });

  it('warns of labels that only the evaluation has', () => {
    mkdirSync(join(folder, 'unseen'));
    write('unseen/train.csv', 'label,text\nx,one\ny,two\n');
    write('unseen/dev.csv', 'label,text\nx,three\nz,four\n');
    expect(message(check('unseen'), 'unseen_label')).toMatch(
      /dev\.csv has labels that train\.csv does not.*: z/,
    );
  });

  it('describes numbers by their range, and texts without labels as what they are', () => {
    write('scores.csv', 'score,text\n0.5,one\n2.5,two\n3,three\n');
    const [split] = check('scores.csv').splits;
    expect(split).toMatchObject({ labels: [], range: { min: 0.5, mean: 2, max: 3 } });
    write('plain.txt', 'one text\nanother text\n');
    expect(check('plain.txt')).toMatchObject({ code: 0, task: 'fill-mask' });
  });
});

describe('datasets check fails for errors, and tells them all', () => {
  it('of one class', () => {
    write('one.csv', 'label,text\nx,one\nx,two\n');
    const checked = check('one.csv');
    expect(checked.code).toBe(1);
    expect(codes(checked, 'error')).toEqual(['one_class']);
    expect(checked.splits[0].rows).toBe(2);
  });

  it('of every split', () => {
    mkdirSync(join(folder, 'bad'));
    write('bad/train.csv', '');
    write('bad/dev.csv', Buffer.from('label,text\na,caf\u00e9\n', 'latin1'));
    const checked = check('bad');
    expect(checked.code).toBe(1);
    expect(codes(checked, 'error')).toEqual(['empty_file', 'not_utf8']);
    const { code, out } = studio(folder, 'datasets', 'check', 'bad');
    expect(code).toBe(1);
    expect(out).toMatch(/error: .*train\.csv is empty[\s\S]*error: .*dev\.csv is not UTF-8/);
  });

  it('of columns that are not there and of splits that are missing', () => {
    expect(codes(check('small.csv', '--label-column=stars'), 'error')).toEqual(['unknown_column']);
    mkdirSync(join(folder, 'only-dev'));
    write('only-dev/dev.csv', csvOf(SMALL_ROWS));
    expect(codes(check('only-dev'), 'error')).toEqual(['missing_split']);
    mkdirSync(join(folder, 'nothing'));
    expect(codes(check('nothing'), 'error')).toEqual(['no_data_files']);
  });

  it('and treats a dataset that is not there, or a length the model cannot read, as wrong usage', () => {
    const missing = studio(folder, 'datasets', 'check', 'nowhere');
    expect(missing.code).toBe(2);
    expect(missing.err).toMatch(/no dataset named "nowhere"/);
    const long = studio(folder, 'datasets', 'check', 'small.csv', '--model=tiny', '--max_seq_length=33');
    expect(long.code).toBe(2);
    expect(long.err).toMatch(/max_seq_length \(33\) is beyond the 32 positions/);
  });
});

it('leaves everything as it is', () => {
  const before = readdirSync(folder).sort();
  check('small.csv');
  expect(readdirSync(folder).sort()).toEqual(before);
});
