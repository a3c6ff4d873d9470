// What each experiment of the lesson's quiz takes and gives, one after another: node bench/experiments.mjs [ID ...]
// The studio's own service and processes, as the quiz uses them. See README.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outFolder } from './environment.mjs';
import { describeMachine } from './machine.mjs';

const LESSON = 'understanding-bert';
const home = mkdtempSync(join(tmpdir(), 'bert-studio-experiments-'));
process.env.BERT_STUDIO_HOME = home;
const { createStudio } = await import('../dist/main/services/studio/studio.js');
const { forkWorker } = await import('../dist/main/workers/spawn.js');

async function measure(studio, experiment) {
  const ended = new Promise((resolve) => {
    studio.subscribe(({ event, payload }) => {
      const over = event === 'experiment.changed' && payload.experiment === experiment;
      if (over && ['idle', 'failed'].includes(payload.phase)) resolve(payload);
    });
  });
  await studio.invoke('experiments.start', { lesson: LESSON, experiment });
  const { error, measurement } = await ended;
  if (error) throw new Error(`${experiment}: ${error.message}`);
  return measurement;
}

const shown = ({ value, interval }) =>
  interval ? `${value.toFixed(3)} (${interval.map((end) => end.toFixed(3)).join(' to ')})` : `${value}`;

const studio = createStudio('web', forkWorker);
const results = { machine: describeMachine(), started: new Date().toISOString(), experiments: {} };
try {
  /** @type {any} */
  const list = await studio.invoke('experiments.list', { lesson: LESSON });
  const all = list.map(({ experiment }) => experiment);
  const chosen = process.argv.slice(2);
  for (const id of chosen.length > 0 ? chosen : all) {
    const { seconds, arms } = await measure(studio, id);
    results.experiments[id] = { seconds, arms };
    console.log(`${id}: ${seconds.toFixed(1)} s; ${arms.map((arm) => `${arm.id} ${shown(arm)}`).join(', ')}`);
  }
} finally {
  await studio.close();
  rmSync(home, { recursive: true, force: true });
}
mkdirSync(outFolder, { recursive: true });
writeFileSync(join(outFolder, 'experiments.json'), JSON.stringify(results, null, 1));
