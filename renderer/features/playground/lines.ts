/** Pasted lines as a file of records: a tab parts a second text, empty lines are left out. */
export function linesToFile(pasted: string): File {
  const records = pasted
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t'));
  const pairs = records.some(([, second]) => second !== undefined);
  const lines = records.map(([text, second]) =>
    JSON.stringify(pairs ? { text, text_pair: second ?? '' } : { text }),
  );
  return new File([`${lines.join('\n')}\n`], 'lines.jsonl', { type: 'application/jsonl' });
}
