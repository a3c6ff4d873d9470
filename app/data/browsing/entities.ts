/** A run of words that one entity takes; `to` is the word after its last. */
interface Entity {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** The entities of a sentence in IOB2. Tags without `B-` or `I-` (parts of speech) are one entity a word; `O` is none. */
export function entitySpans(tags: readonly string[]): Entity[] {
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

/** Whether tags say where entities begin, as IOB2 does; others, such as parts of speech, stand for themselves. */
export function areIob2(tags: readonly string[]): boolean {
  return tags.every((tag) => /^(O|[BI]-.+)$/.test(tag));
}

/**
 * The tags with words `from` to `to`, both inclusive, made one entity, or none. What is left of an entity they were part of
 * begins anew after them.
 *
 * @param type null takes entities away.
 */
export function withEntity(
  tags: readonly string[],
  from: number,
  to: number,
  type: string | null,
): readonly string[] {
  if (!areIob2(tags)) return tags.map((tag, i) => (i >= from && i <= to ? (type ?? 'O') : tag));
  return tags.map((tag, i) => {
    if (i === to + 1) return tag.replace(/^I-/, 'B-');
    if (i < from || i > to) return tag;
    return type === null ? 'O' : `${i === from ? 'B' : 'I'}-${type}`;
  });
}
