// What a step is in the prediction rows: all texts, or the next one of them.

const WARM_UP = 64;

/** @param predict takes texts, and resolves when each is answered. @param computed counts tokens, padding included. */
export async function stepper({ asks }, { texts, lengths }, predict, computed) {
  await predict(texts.slice(0, WARM_UP));
  const realTokens = lengths.reduce((sum, length) => sum + length, 0);
  const computedTokens = computed(lengths);
  let next = 0;
  if (asks === 'all') {
    return async () => {
      await predict(texts);
      return { realTokens, computedTokens };
    };
  }
  return async () => {
    const at = next++ % texts.length;
    await predict([texts[at]]);
    return { realTokens: lengths[at], computedTokens: lengths[at] };
  };
}
