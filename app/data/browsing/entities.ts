/** A run of words that one entity takes; `to` is the word after its last. */
export interface Entity {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** The entities of a sentence in IOB2. Tags without `B-` or `I-` (parts of speech) are one entity a word; `O` is none. */
export function entitiesOf(tags: readonly string[]): Entity[] {
  const entities: { type: string; from: number; to: number }[] = [];
  for (const [word, tag] of tags.entries()) {
    if (tag === 'O') continue;
    const type = tag.replace(/^[BI]-/, '');
    const last = entities.at(-1);
    if (tag.startsWith('I-') && last?.to === word && last.type === type) last.to++;
    else entities.push({ type, from: word, to: word + 1 });
  }
  return entities;
}
