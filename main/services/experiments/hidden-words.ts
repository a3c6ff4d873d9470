import { allRows } from '../../../app/data/rows.ts';
import { CancelledError } from '../../../app/errors.ts';
import type { HiddenWords, MeasuredArm } from '../../../app/lessons/experiment.ts';
import { type HiddenWord, hideWord, textFor } from '../../../app/lessons/hidden-words.ts';
import { wilson } from '../../../app/training/metrics/intervals.ts';
import { loadDataset } from '../../storage/datasets.ts';
import { openModel } from '../../storage/models.ts';
import { defaultThreads } from '../../workers/open-device.ts';
import type { Measuring, Place } from './measuring.ts';

const BATCH = 4;

/** Hides a word in each of a fixed set of sentences and counts how often the first guess is that word. */
export async function measureHiddenWords(
  spec: HiddenWords,
  { ask, turn, signal, report }: Measuring,
): Promise<Place & { readonly arms: MeasuredArm[] }> {
  const hidden = await sentencesOf(spec);
  let device = '';
  const arms: MeasuredArm[] = [];
  for (const { id, sees } of spec.arms) {
    let right = 0;
    let seconds = 0;
    const curve: [number, number][] = [];
    for (let done = 0; done < hidden.length; done += BATCH) {
      await turn();
      const batch = hidden.slice(done, done + BATCH);
      const start = performance.now();
      const answer = await ask('guessWords', {
        model: spec.model,
        items: batch.map((each) => ({ ...textFor(each, sees), word: each.word })),
      });
      if (signal.aborted) throw new CancelledError('The experiment');
      seconds += (performance.now() - start) / 1000;
      device = answer.device;
      right += answer.guesses.filter(({ isWord }) => isWord).length;
      const asked = done + batch.length;
      curve.push([asked, right / asked]);
      const secondsLeft = (seconds / asked) * (hidden.length - asked);
      report(id, { done: asked, secondsLeft, curve: [...curve] });
    }
    const cases = hidden.length;
    const [low, high] = wilson(right, cases);
    const result = {
      id,
      value: right / cases,
      interval: [low, high] as [number, number],
      cases,
      baseline: null,
    };
    arms.push(result);
    report(id, { result });
  }
  return { device, threads: defaultThreads(), arms };
}

/** As many different sentences as the experiment wants, in the order of the file. */
async function sentencesOf({ model, dataset, sentences, seed }: HiddenWords): Promise<HiddenWord[]> {
  const { tokenizer } = await openModel(model);
  const { splits } = await loadDataset(dataset, {}, ['train']);
  const texts = new Set((await allRows(splits.train!.rows)).map(({ text }) => text));
  const isOneToken = (word: string) =>
    tokenizer.encode(word, { truncation: 'do_not_truncate' }).inputIds.length === 3;
  const found: HiddenWord[] = [];
  for (const [row, text] of [...texts].entries()) {
    const hidden = hideWord(text, seed, row, isOneToken);
    if (hidden) found.push(hidden);
    if (found.length === sentences) break;
  }
  return found;
}
