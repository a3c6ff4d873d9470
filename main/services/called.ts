/** How the program is called in what it says. A portable folder is started otherwise, and its starter says how. */
export const CALLED = 'npm start --';

/** The same text with the program called as it is here. */
export function asCalledHere(text: string): string {
  const { BERT_STUDIO_CALLED } = process.env;
  return BERT_STUDIO_CALLED ? text.replaceAll(CALLED, BERT_STUDIO_CALLED) : text;
}
