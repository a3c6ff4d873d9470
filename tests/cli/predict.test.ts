import { readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCommand, studio, temporaryFolder } from './command-line.ts';
import { trainTinyRun, writeTinyTask } from './tiny-run.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);
beforeAll(() => trainTinyRun(folder, 'run'));

const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const predict = (...args: string[]) => {
  const { code, out, err } = studio(folder, 'predict', ...args);
  expect(code, out + err).toBe(0);
  return out;
};
const jsonLines = (name: string) =>
  read(name)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('predicting a text', () => {
  it('says beside the answer where a pair is asked of a model that learned from single texts, and the other way round', () => {
    expect(studio(folder, 'predict', 'run', 'a good day', '--json').err).toBe('');
    const pair = studio(folder, 'predict', 'run', 'a good day', 'a bad day', '--json');
    expect(pair.err).toMatch(/learned from single texts and is asked about a pair/);
    expect(JSON.parse(pair.out)).toHaveLength(2);
    const rows = Array.from({ length: 10 }, (_, i) => `a good day,a ${i % 2 ? 'good' : 'bad'} day,${i % 2}`);
    write('pairs.csv', `text1,text2,label\n${rows.join('\n')}\n`);
    const args = ['--model=tiny', '--data=pairs.csv', '--max_steps=1', '--max_seq_length=24'];
    const { code, out, err } = studio(folder, 'train', ...args, '--output_dir=pairs');
    expect(code, err).toBe(0);
    expect(out).toMatch(/ predict --model pairs "a text" "a second text"$/m);
    expect(studio(folder, 'predict', 'pairs', 'a good day', 'a bad day').err).toBe('');
    expect(studio(folder, 'predict', 'pairs', 'a good day').err).toMatch(/learned from pairs of texts/);
  });
});

it('says of a text that is longer than the model can read that its end was cut off', () => {
  const { out, err } = studio(folder, 'predict', 'run', 'a good day '.repeat(50), '--json');
  expect(JSON.parse(out)).toHaveLength(2);
  expect(err).toContain('Note: The text is longer than the model can read: its end was cut off.');
});

describe('predicting a file', () => {
  it('keeps every column as it is and adds prediction and probabilities', () => {
    write('in.csv', 'id,text,note\n7,a good day,"x, ""y"""\n8,a bad day, z \n9,"a\ngood day",\n');
    const out = predict('run', '--file=in.csv', '--output=out.csv');
    expect(out).toMatch(/^Text: "text"\.\nWrote 3 predictions to out\.csv in \d+:\d\d\.\n$/);
    const number = '(0\\.\\d+|1)(e-\\d+)?';
    expect(read('out.csv')).toMatch(
      new RegExp(
        '^id,text,note,prediction,probability_negative,probability_positive\n' +
          `7,a good day,"x, ""y""",positive,${number},${number}\n` +
          `8,a bad day, z ,negative,${number},${number}\n` +
          `9,"a\ngood day",,positive,${number},${number}\n$`,
      ),
    );
  });

  it('gives each row what asking for its text alone gives, whatever the batch', () => {
    write('texts.txt', 'a good day\n\na bad day days\ngood\n');
    predict('run', '--file=texts.txt', '--output=single.jsonl', '--per_device_eval_batch_size=1');
    predict('run', '--file=texts.txt', '--output=batch.jsonl');
    const rows = jsonLines('batch.jsonl');
    expect(rows.map(({ text }) => text)).toEqual(['a good day', 'a bad day days', 'good']);
    for (const [i, { text, prediction, probabilities }] of rows.entries()) {
      const asked: { label: string; score: number }[] = JSON.parse(predict('run', text, '--json'));
      expect(prediction).toBe(asked[0]!.label);
      for (const { label, score } of asked) {
        expect(probabilities[label]).toBeCloseTo(score, 5);
        expect(jsonLines('single.jsonl')[i].probabilities[label]).toBeCloseTo(score, 5);
      }
    }
  });

  it('computes with 8-bit integers where asked, close to float32, and only on the processor', () => {
    write('int8.txt', 'a good day\na bad day days\n');
    predict('run', '--file=int8.txt', '--output=int8.jsonl', '--precision=int8');
    predict('run', '--file=int8.txt', '--output=float32.jsonl');
    for (const [i, exact] of jsonLines('float32.jsonl').entries()) {
      const { prediction, probabilities } = jsonLines('int8.jsonl')[i];
      expect(prediction).toBe(exact.prediction);
      expect(probabilities).not.toEqual(exact.probabilities);
      expect(probabilities.positive).toBeCloseTo(exact.probabilities.positive, 1);
    }
    const { code, err } = studio(folder, 'predict', 'run', 'a day', '--precision=int8', '--device=webgpu');
    expect(code).not.toBe(0);
    expect(err).toContain('int8 is computed by the processor, not by webgpu.');
  });

  it.each([
    ['rows.tsv', 'text\tn\na good day\t1\n'],
    ['rows.json', '[{"text": "a good day", "n": 1}]'],
    ['rows.jsonl', '{"text": "a good day", "n": 1}\n'],
  ])('reads %s', (name, content) => {
    write(name, content);
    predict('run', `--file=${name}`, `--output=${name}.out.jsonl`);
    expect(jsonLines(`${name}.out.jsonl`)).toEqual([
      expect.objectContaining({ text: 'a good day', prediction: 'positive' }),
    ]);
  });

  it('counts the rows it skips, with the reason and where they are', () => {
    write('gaps.csv', 'text,n\na good day,1\n,2\ntoo,many,fields\na bad day,4\n  ,5\n');
    const out = predict('run', '--file=gaps.csv', '--output=gaps.out.csv');
    expect(out).toContain('Skipped 2 rows: no text (line 3, line 6).');
    expect(out).toContain('Skipped 1 row: another number of fields than the header (line 4).');
    expect(out).toContain('Wrote 2 predictions');
    const { rows, skipped } = JSON.parse(
      predict('run', '--file=gaps.csv', '--output=gaps.out.csv', '--overwrite', '--json'),
    );
    expect(rows).toBe(2);
    expect(skipped['no text']).toEqual({ count: 2, first: ['line 3', 'line 6'] });
  });

  it('takes the columns it is told, and for pairs both', () => {
    write('pairs.csv', 'what,other\na good day,a bad day\n');
    const columns = ['--text-column=what', '--text-pair-column=other', '--json'];
    const { columns: used } = JSON.parse(predict('run', '--file=pairs.csv', '--output=p.jsonl', ...columns));
    expect(used).toEqual({ text: 'what', textPair: 'other' });
    const asked = JSON.parse(predict('run', 'a good day', 'a bad day', '--json'));
    expect(jsonLines('p.jsonl')[0].probabilities[asked[0].label]).toBeCloseTo(asked[0].score, 5);
  });

  it('tags words, and says of words beyond the longest input that nobody tagged them', async () => {
    const task = await writeTinyTask(folder);
    const args = [
      '--data=entities',
      '--model=tiny',
      '--max_steps=1',
      '--output_dir=tagger',
      ...task.slice(2),
    ];
    expect(studio(folder, 'train', ...args, '--eval_strategy=no').code).toBe(0);
    const long = Array.from({ length: 40 }, () => 'day').join(' ');
    write(
      'words.jsonl',
      `${JSON.stringify({ tokens: ['a', 'good', 'day'] })}\n${JSON.stringify({ tokens: long.split(' ') })}\n`,
    );
    predict('tagger', '--file=words.jsonl', '--output=tags.jsonl');
    const [short, cut] = jsonLines('tags.jsonl');
    expect(short.prediction).toHaveLength(3);
    expect(short.probability.every((value: number) => value > 0 && value <= 1)).toBe(true);
    expect(cut.prediction).toHaveLength(40);
    expect(cut.prediction.slice(0, 30).every((tag: unknown) => typeof tag === 'string')).toBe(true);
    expect(cut.prediction.slice(30)).toEqual(new Array(10).fill(null));
    predict('tagger', '--file=words.jsonl', '--output=tags.csv');
    expect(read('tags.csv')).toMatch(/^tokens,prediction,probability\n"\[""a"",""good"",""day""\]","\[/);
  });
});

describe('predicting is refused, and writes nothing', () => {
  const fails = (pattern: RegExp, ...args: string[]) => {
    const before = readdirSync(folder).sort();
    const { code, out, err } = studio(folder, 'predict', ...args);
    expect(err).toMatch(pattern);
    expect(err).not.toMatch(/\n\s+at /);
    expect(code).not.toBe(0);
    expect(out).toBe('');
    expect(readdirSync(folder).sort()).toEqual(before);
  };

  it('where the output is there already', () => {
    write('good.csv', 'text\na good day\n');
    write('mine.csv', 'mine');
    fails(/mine\.csv already exists.*--overwrite/, 'run', '--file=good.csv', '--output=mine.csv');
    expect(read('mine.csv')).toBe('mine');
    predict('run', '--file=good.csv', '--output=mine.csv', '--overwrite');
    expect(read('mine.csv')).toContain('prediction');
  });

  it('where the input breaks off in the middle of the work', () => {
    // More than is read at once.
    const goodLines = '{"text": "a good day"}\n'.repeat(20_000);
    write('broken.jsonl', `${goodLines}{"text": "a goo`);
    fails(/Line 20001 of .*broken\.jsonl/, 'run', '--file=broken.jsonl', '--output=b.csv');
    write('more.jsonl', `${goodLines}{"text": "a day", "extra": 1}\n`);
    fails(/Line 20001 .*"extra".*\.jsonl/, 'run', '--file=more.jsonl', '--output=m.csv');
    predict('run', '--file=more.jsonl', '--output=m.jsonl');
    expect(jsonLines('m.jsonl')[20_000]).toMatchObject({ extra: 1 });
  });

  it('where the input cannot be used', () => {
    write('empty.csv', '');
    write('none.csv', 'text,n\n,1\n');
    write('taken.csv', 'text,prediction\na good day,x\n');
    write('numbers.csv', 'n,m\n1,2\n');
    fails(/There is no file.*missing\.csv/, 'run', '--file=missing.csv', '--output=x.csv');
    fails(/empty\.csv is empty/, 'run', '--file=empty.csv', '--output=x.csv');
    fails(/no row to predict: 1 x no text/, 'run', '--file=none.csv', '--output=x.csv');
    fails(/already has a column named prediction/, 'run', '--file=taken.csv', '--output=x.csv');
    fails(/--text-column; the columns are: n, m/, 'run', '--file=numbers.csv', '--output=x.csv');
    fails(/was not fine-tuned/, 'tiny', '--file=good.csv', '--output=x.csv');
    fails(
      /good\.csv is a file, so nothing can be written in it/,
      'run',
      '--file=good.csv',
      '--output=good.csv/x.csv',
    );
  });

  it('where the arguments contradict each other, all of them at once', () => {
    const { code, err } = studio(
      folder,
      'predict',
      'run',
      'a text',
      '--file=good.csv',
      '--output=x.txt',
      '--per_device_eval_batch_size=0',
    );
    expect(code).toBe(2);
    expect(err).toMatch(/A text and --file are both given/);
    expect(err).toMatch(/--output must end in/);
    expect(err).toMatch(/per_device_eval_batch_size must be/);
    fails(/Say which model.*\n.*Give a text/);
    fails(/--file needs --output/, 'run', '--file=good.csv');
  });
});

it('ends on Ctrl-C without leaving a file', async () => {
  write('many.txt', 'a good day\n'.repeat(300_000));
  const begun = new Promise<void>((resolve) => {
    const watcher = watch(folder, (_, name) => {
      if (!name?.endsWith('-many.csv')) return;
      watcher.close();
      resolve();
    });
  });
  const { child, ended } = startCommand(folder, 'predict', 'run', '--file=many.txt', '--output=many.csv');
  await begun;
  child.kill('SIGINT');
  const { code, out, err } = await ended;
  expect({ code, out, err }).toEqual({ code: 130, out: '', err: '' });
  expect(readdirSync(folder).filter((name) => name.endsWith('many.csv'))).toEqual([]);
});
