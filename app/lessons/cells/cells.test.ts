import { expect, test } from 'vitest';
import { alwaysScores } from '../../data/majority.ts';
import { plain } from '../said.ts';
import { attentionTakeaway } from './attention.ts';
import { balanceTakeaway, ownDataTakeaway } from './balance.ts';
import { beforeAfterTakeaway, fewOf } from './before-after.ts';
import { bothSidesTakeaway } from './both-sides.ts';
import { findNamesTakeaway } from './find-names.ts';
import { fineTuneTakeaway } from './fine-tune.ts';
import { noiseOf, outcomeOf, secondRunTakeaway } from './second-run.ts';
import { hiddenRows, isCutShort, printedLines, tokensPython, tokensTakeaway } from './tokens.ts';

test('printed lines are matched to rows, dots and broken rows included', () => {
  const long =
    'tensor([[[ 1.,  ...,  2.],\n         [ 3.,  ...,  4.],\n         [ 5.,  ...,  6.],\n         ...,\n         [ 7.],\n         [ 8.],\n         [ 9.]]])';
  const lines = printedLines(long, 8);
  expect(lines.map(({ row }) => row)).toEqual([0, 1, 2, null, 5, 6, 7]);
  expect(hiddenRows(lines, 8)).toEqual([3, 4]);
  const broken = 'tensor([[[1., 2.,\n          3.],\n         [4., 5.,\n          6.]]])';
  expect(printedLines(broken, 2).map(({ row }) => row)).toEqual([0, 0, 1, 1]);
});

test('tokens: pieces of rare words and hidden rows are told', () => {
  const tokens = ['[CLS]', 'the', 'ax', '##ol', '##ot', '##l', 'sleeps', '.', '[SEP]'];
  const said = plain(tokensTakeaway({ tokens, hidden: [3, 4, 5], width: 768, isCut: false }, 5));
  expect(said).toContain('You said 5. The model sees 9: three words, three more because');
  expect(said).toContain(
    '(## marks a continuation), one mark of punctuation, and [CLS] and [SEP] around them',
  );
  expect(said).toContain('the rows of ##ol, ##ot and ##l exist as much as the others');
});

test('tokens: whatever the text, its kinds add up to what the model sees', () => {
  const said = (...inner: string[]) =>
    plain(
      tokensTakeaway({ tokens: ['[CLS]', ...inner, '[SEP]'], hidden: [], width: 768, isCut: false }, null),
    );
  expect(said('hi')).toContain('3 tokens: one word, and [CLS]');
  expect(said('[UNK]', '日', '本', 'st', '##raße')).toContain(
    '7 tokens: three words, one more because rare words are cut into pieces (## marks a continuation), ' +
      'one [UNK] for what the vocabulary does not have, and [CLS]',
  );
  expect(said('the', '[MASK]', '.', '.')).toContain(
    '6 tokens: one word, two marks of punctuation, one special token of your own, and [CLS]',
  );
  expect(said()).toContain('2 tokens: [CLS] and [SEP] around them');
});

test('tokens: a text longer than the model reads says so, and its Python cuts it, too', () => {
  const tokens = [{ end: 0 }, { end: 5 }, { end: 0 }];
  expect(isCutShort('hello ', tokens)).toBe(false);
  expect(isCutShort('hello there', tokens)).toBe(true);
  const list = ['[CLS]', 'hello', '[SEP]'];
  expect(plain(tokensTakeaway({ tokens: list, hidden: [], width: 8, isCut: true }, null))).toContain(
    'the end of your text was left out',
  );
  expect(tokensPython('bert-base-uncased', 'hello there', true)).toContain('truncation=True');
  expect(tokensPython('bert-base-uncased', 'hello')).not.toContain('truncation');
});

test('both sides: says which pair is closest, and what the twin cannot know', () => {
  const same = [
    [1, 1, 1],
    [1, 1, 1],
    [1, 1, 1],
  ];
  const both = [
    [1, 0.91, 0.4],
    [0.91, 1, 0.42],
    [0.4, 0.42, 1],
  ];
  const said = plain(bothSidesTakeaway('bank', ['a', 'b', 'c'], { both, leftOnly: same }, 'the same'));
  expect(said).toContain('You said the same. It is not so here.');
  expect(said).toContain('0.91 for endings 1 and 2, 0.40 for 1 and 3');
  expect(said).toContain('what comes later cannot reach it');
  expect(plain(bothSidesTakeaway('bank', ['a', 'b', 'c'], { both: same, leftOnly: same }, null))).toContain(
    'These endings leave bank where it was',
  );
});

test('attention: counts the heads that rest on special tokens, and does not call a look a reason', () => {
  const said = plain(
    attentionTakeaway(
      {
        tokens: ['[CLS]', 'cat', 'it', 'sat', '[SEP]'],
        from: 2,
        weights: [0.1, 0.3, 0.1, 0, 0.5],
        layer: 8,
        head: 11,
        special: [[0.6, 0.4]],
      },
      1,
    ),
  );
  expect(said).toContain(
    'You said cat, and here it is so: in layer 8, head 11, it gives 30\u202f% to cat and 60\u202f% to [CLS] and [SEP]',
  );
  expect(said).toContain('1 of the 2 heads');
});

test('attention: where half of the tokens are special, that heads rest on them is called no finding', () => {
  const said = plain(
    attentionTakeaway(
      {
        tokens: ['[CLS]', 'hi', '[SEP]'],
        from: 1,
        weights: [0.1, 0.04, 0.86],
        layer: 1,
        head: 1,
        special: [[0.96]],
      },
      null,
    ),
  );
  expect(said).toContain('hi gives 4\u202f% to hi');
  expect(said).toContain('In so short a text that says little');
  expect(said).not.toContain('more than half the time');
});

const at = (score: number, epoch: number) => ({
  score,
  epoch,
  interval: [score - 0.05, score + 0.05] as const,
});

test('fine-tune: before the first step it is a coin; in the end the best flatters', () => {
  const course = { count: 200, baseline: 0.5, going: true };
  expect(plain(fineTuneTakeaway({ ...course, evaluations: [at(0.51, 0)] }, 0.8))).toContain(
    'right on 102 of 200',
  );
  const said = plain(
    fineTuneTakeaway({ ...course, going: false, evaluations: [at(0.51, 0), at(0.87, 1), at(0.91, 2)] }, 0.82),
  );
  expect(said).toContain('At its best it is right on 182 of 200, against 102 before.');
  expect(said).toContain('so your 82\u202f% was too low');
  expect(said).toContain('It is the best of two');
  expect(said).toContain('another seed would give another figure');
});

test('fine-tune: a run that learnt nothing is not praised', () => {
  const said = plain(
    fineTuneTakeaway({ count: 200, baseline: 0.5, going: true, evaluations: [at(0.51, 1)] }, null),
  );
  expect(said).toContain('nothing has been learnt that this could show');
});

test('find names: F1 is what counts, and the accuracy over words is put beside the answer that finds none', () => {
  const course = { words: 1655, noName: 0.76, going: true };
  const untrained = { ...at(0.05, 0), accuracy: 0.2 };
  expect(plain(findNamesTakeaway({ ...course, evaluations: [untrained] }, 0.5))).toContain(
    'Before the first step its F1 is 5\u202f%',
  );
  const said = plain(
    findNamesTakeaway(
      { ...course, going: false, evaluations: [untrained, { ...at(0.58, 5), accuracy: 0.9 }] },
      0.9,
    ),
  );
  expect(said).toContain('At its best its F1 is 58 of 100, against 5\u202f% before.');
  expect(said).toContain('From 1,655 words alone');
  expect(said).toContain('so your 90\u202f% was too high');
  expect(said).toContain('right on 90\u202f%, which sounds better and says little');
  expect(said).toContain('right on 76\u202f%, and finds none');
});

test('a second run within the noise is called noise, beyond it is not', () => {
  const a = { accuracy: 0.9, count: 192 };
  expect(noiseOf(a, a)).toBeCloseTo(0.06, 2);
  expect(outcomeOf(a, { accuracy: 0.88, count: 192 })).toBe('about the same');
  expect(outcomeOf(a, { accuracy: 0.6, count: 192 })).toBe('worse');
  const settings = { change: 'freeze_encoder', to: 'true' } as const;
  expect(plain(secondRunTakeaway(settings, a, { accuracy: 0.88, count: 192 }, 'worse'))).toContain(
    'You expected worse. It is about the same.',
  );
  expect(plain(secondRunTakeaway(settings, a, { accuracy: 0.6, count: 192 }, 'worse'))).toContain(
    'In as many steps of this size the new head alone, on features that may not move, learnt less.',
  );
});

test('before and after: few examples of every label, and what turned round', () => {
  const examples = ['0', '0', '0', '1', '0', '1'].map((label) => ({ text: 'a', pair: null, label }));
  expect(fewOf(examples, 4)).toEqual([0, 1, 3, 5]);
  const two = [examples[0]!, examples[3]!];
  const before = [
    [0.52, 0.48],
    [0.51, 0.49],
  ];
  const verdicts = { examples: two, labels: ['0', '1'], before };
  expect(plain(beforeAfterTakeaway({ ...verdicts, after: null }, 2))).toContain(
    'it gives every one of them the same answer',
  );
  const after = [
    [0.9, 0.1],
    [0.2, 0.8],
  ];
  expect(plain(beforeAfterTakeaway({ ...verdicts, after }, null))).toContain(
    'After training it gets 2 of 2: one of its answers turned round.',
  );
  expect(plain(beforeAfterTakeaway({ ...verdicts, after: before }, null))).toContain('that is no gain');
});

test('always yes at the balance of MRPC scores 0.68 and 0.81', () => {
  const { accuracy, f1 } = alwaysScores(0.68);
  expect([accuracy, Number(f1.toFixed(2))]).toEqual([0.68, 0.81]);
  expect(plain(balanceTakeaway(0.68, 0.5))).toContain('F1 of 0.81');
  const counted = (title: string, labels: Record<string, number>, unit: 'rows' | 'words') =>
    plain(
      ownDataTakeaway(
        title,
        Object.entries(labels).map(([label, count]) => ({ label, count })),
        unit,
      ),
    );
  expect(counted('Paraphrase', { same: 384, different: 384 }, 'rows')).toContain(
    'It is balanced, and that is all this figure says: whether the rows are like those the model will meet, no count can tell.',
  );
  expect(counted('Entities', { O: 4936, 'B-PER': 1558 }, 'words')).toContain(
    '4,936 of 6,494 words have the answer O',
  );
});
