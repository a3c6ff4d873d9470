// Whether a person who asks a model while a run goes is answered within a second: node bench/interactive.mjs
// The studio's own services and processes, as a window uses them. See README.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outFolder } from './environment.mjs';
import { describeMachine } from './machine.mjs';
import { spread } from './statistics.mjs';

const { values: options } = parseArgs({
  options: {
    questions: { type: 'string', default: '15' },
    runs: { type: 'string', default: 'none,small,large' },
  },
});
const QUESTIONS = Number(options.questions);
/** Between two questions, as a person who reads the answer; training fills the processor meanwhile. */
const PAUSE_MILLISECONDS = 300;
const BATCH = {
  per_device_train_batch_size: 16,
  max_seq_length: 128,
  max_steps: 100_000,
  save_strategy: 'no',
};
const RUNS = {
  none: null,
  small: { model: 'all-MiniLM-L6-v2', dataset: 'paraphrase', args: BATCH },
  large: { model: 'bert-base-uncased', dataset: 'reviews', args: BATCH },
};
const TEXT = 'The lake [MASK] over in one night, and the children went out to see it.';
/** @type {Record<string, [name: string, params: object]>} */
const ASKED = {
  'words for a blank, bert-base': [
    'inference.fillMask',
    { model: 'bert-base-uncased', text: TEXT, top: 5, words: [] },
  ],
  'attention of a sentence, MiniLM': ['inference.heads', { model: 'all-MiniLM-L6-v2', text: TEXT }],
  'attention of a sentence, bert-base': ['inference.heads', { model: 'bert-base-uncased', text: TEXT }],
};

const home = mkdtempSync(join(tmpdir(), 'bert-studio-interactive-'));
process.env.BERT_STUDIO_HOME = home;
const { createStudio } = await import('../dist/main/services/studio/studio.js');
const { forkWorker } = await import('../dist/main/workers/spawn.js');

/** Answers of one kind: the first, for which the model is opened, and the others. */
async function ask(studio, [name, params]) {
  const seconds = [];
  for (let i = 0; i <= QUESTIONS; i++) {
    const started = performance.now();
    await studio.invoke(name, params);
    seconds.push((performance.now() - started) / 1000);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
  const [first, ...others] = seconds;
  return { first, others: spread(others), most: Math.max(...others) };
}

async function measure(run) {
  const studio = createStudio('web', forkWorker);
  const steps = [];
  const trains = new Promise((resolve, reject) => {
    studio.subscribe(({ event: name, payload }) => {
      if (name !== 'run.event') return;
      const { event } = /** @type {import('../dist/app/contract/runs.js').RunEvent} */ (payload);
      if (event.type === 'failed') reject(new Error(event.error.message));
      if (event.type !== 'progress') return;
      steps.push(...event.points.filter(({ kind }) => kind === 'step'));
      resolve(steps);
    });
  });
  try {
    if (run) {
      await studio.invoke('runs.start', run);
      await trains;
    }
    const answers = {};
    for (const [what, question] of Object.entries(ASKED)) answers[what] = await ask(studio, question);
    return { answers, steps: steps.length };
  } finally {
    await studio.close();
  }
}

const results = { machine: describeMachine(), started: new Date().toISOString(), runs: {} };
try {
  for (const name of options.runs.split(',')) {
    results.runs[name] = await measure(RUNS[name]);
    const { answers, steps } = results.runs[name];
    const title = RUNS[name]
      ? `while ${RUNS[name].model} trains, 16 x 128 (${steps} steps went by)`
      : 'no run';
    console.log(`\n${title}; milliseconds`);
    console.table(
      Object.fromEntries(
        Object.entries(answers).map(([what, { first, others, most }]) => [
          what,
          Object.fromEntries(
            Object.entries({ first, median: others.median, p90: others.p90, most }).map(([key, value]) => [
              key,
              Math.round(value * 1000),
            ]),
          ),
        ]),
      ),
    );
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
mkdirSync(outFolder, { recursive: true });
writeFileSync(join(outFolder, 'interactive.json'), JSON.stringify(results, null, 1));
