import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BertTokenizer } from './bert-tokenizer.ts';

const tokenizerJson = JSON.parse(
  readFileSync(new URL('../../resources/models/all-MiniLM-L6-v2/tokenizer.json', import.meta.url), 'utf8'),
);

describe('broken files', () => {
  const json = (change: object) => ({ ...tokenizerJson, ...change });
  const make = (files: object) => () => new BertTokenizer(files);

  it.each([
    ['no files', make({}), /neither tokenizer.json nor vocab.txt/],
    ['an empty vocab.txt', make({ vocabText: '' }), /vocab.txt is empty/],
    [
      'a vocabulary without special tokens',
      make({ vocabText: 'a\nb\n[UNK]\n' }),
      /has no \[PAD\], \[CLS\], \[SEP\], \[MASK\]/,
    ],
    ['a tokenizer.json that is a list', make({ tokenizerJson: [] }), /tokenizer.json is not a JSON object/],
    [
      'a tokenizer.json without a model',
      make({ tokenizerJson: {} }),
      /"model" of tokenizer.json is not a JSON object/,
    ],
    ['a BPE model', make({ tokenizerJson: json({ model: { type: 'BPE' } }) }), /holds a BPE model/],
    [
      'another normalizer',
      make({ tokenizerJson: json({ normalizer: { type: 'NFC' } }) }),
      /normalizer of tokenizer.json is NFC/,
    ],
    [
      'ids that are not numbers',
      make({ tokenizerJson: json({ model: { type: 'WordPiece', vocab: { a: 'x' } } }) }),
      /"a" has the id "x"/,
    ],
    [
      'ids used twice',
      make({ tokenizerJson: json({ model: { type: 'WordPiece', vocab: { a: 1, b: 1 } } }) }),
      /share the id 1/,
    ],
  ])('%s are refused with a reason', (_, build, message) => {
    expect(build).toThrow(message);
  });
});
