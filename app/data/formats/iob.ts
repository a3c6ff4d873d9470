const ENTITY_TAG = /^[BIESLU]-./;

/**
 * Tags of one sentence as IOB2, where every entity starts with `B-`: from IOB1 (an entity starts with `I-`
 * unless it touches another of its type), BIOES and BILOU. Entities stay the same as conlleval and seqeval
 * see them. Other tags, such as parts of speech, pass unchanged.
 */
export function toIob2(tags: readonly string[]): string[] {
  let previous = 'O';
  return tags.map((tag) => {
    const from = previous;
    previous = tag;
    if (!ENTITY_TAG.test(tag)) return tag;
    const type = tag.slice(2);
    const starts =
      /^[BSU]/.test(tag) || !ENTITY_TAG.test(from) || from.slice(2) !== type || /^[ESLU]/.test(from);
    return `${starts ? 'B' : 'I'}-${type}`;
  });
}
