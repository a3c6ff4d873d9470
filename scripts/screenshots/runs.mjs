// The runs and the room that the pictures show: trained for real, each once, where it is not there yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../node-script.mjs';

const START = [join(root, 'scripts/start.mjs')];
const EACH_EPOCH = ['--per_device_train_batch_size=16', '--eval_strategy=epoch', '--save_strategy=epoch'];
/** One pass, eight pairs a step: enough to see seeds differ. */
const SHORT = [
  '--data=paraphrase',
  '--num_train_epochs=1',
  '--per_device_train_batch_size=8',
  '--eval_strategy=steps',
  '--eval_steps=24',
  '--save_strategy=no',
];
const LESSON = 'understanding-bert';

const RUNS = {
  'paraphrase-1': ['--data=paraphrase', ...EACH_EPOCH],
  'entities-1': ['--data=entities', ...EACH_EPOCH],
  // It ends with an error, which is what is shown.
  diverged: [
    '--data=paraphrase',
    '--learning_rate=1e30',
    '--max_grad_norm=0',
    '--max_steps=8',
    '--logging_steps=1',
  ],
  flat: ['--data=paraphrase', '--learning_rate=1e-7', '--num_train_epochs=1', ...EACH_EPOCH],
};

const LEARNERS = ['Amina', 'Bo', 'Chidi', 'Dunya', 'Emre', 'Fatou'];

export function studioEnv(home) {
  return { ...process.env, BERT_STUDIO_HOME: home };
}

function run(home, args) {
  spawnSync(process.execPath, [...START, ...args], { env: studioEnv(home), stdio: 'inherit' });
}

/** Has a run trained in a studio folder. @param name of `RUNS`, or `resumed`. */
export async function trained(home, name) {
  const folder = join(home, 'runs', name);
  if (existsSync(folder)) return;
  console.log(`Training ${name} …`);
  if (name === 'resumed') await trainWithBreak(home, folder);
  else run(home, ['train', `--output_dir=${folder}`, ...RUNS[name]]);
}

/** A run that is stopped once it has a checkpoint, and then goes on. */
async function trainWithBreak(home, folder) {
  const args = ['--data=paraphrase', '--num_train_epochs=1', '--eval_strategy=epoch'];
  const saving = ['--save_strategy=steps', '--save_steps=12'];
  const child = spawn(process.execPath, [...START, 'train', `--output_dir=${folder}`, ...args, ...saving], {
    env: studioEnv(home),
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  while (!existsSync(join(folder, 'checkpoints/checkpoint-24')) && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 200));
  child.kill('SIGINT');
  await ended;
  run(home, ['runs', 'resume', folder]);
}

/**
 * Files of a few learners, each with a run of a seed of its own. Their answers to the quiz are this script's, some right and
 * some wrong; what they come to is the studio's.
 *
 * @returns their paths.
 */
export function roomFiles(home) {
  return LEARNERS.map((name, i) => {
    const file = join(home, 'room', `${name}.json`);
    if (existsSync(file)) return file;
    console.log(`Training for ${name} …`);
    const own = join(home, 'room', name);
    const rate = i < 4 ? '1e-4' : '2e-4';
    const args = [`--output_dir=${join(own, 'runs/first')}`, `--seed=${i + 1}`, `--learning_rate=${rate}`];
    run(own, ['train', ...SHORT, ...args]);
    mkdirSync(join(own, 'kept'), { recursive: true });
    writeFileSync(join(own, 'kept/quiz-results.json'), JSON.stringify({ format: 1, value: answersOf(i) }));
    writeFileSync(join(own, 'runs/first/about.json'), JSON.stringify(guessOf(i)));
    run(own, ['results', 'export', `--name=${name}`, `--output=${file}`, '--folder', join(own, 'runs')]);
    return file;
  });
}

const guessOf = (i) => ({ guess: 0.6 + 0.05 * (i % 5) });

/** Every question with options of either form, in order: later ones are right more often. */
function answersOf(learner) {
  const { questions } = JSON.parse(
    readFileSync(join(root, 'resources/lessons', LESSON, 'quiz.json'), 'utf8'),
  );
  const asked = questions.filter(({ kind }) => kind === 'single');
  const events = asked.map(({ id, form, options }, i) => {
    const isRight = form === 'B' ? (learner + i) % 4 !== 0 : (learner + i) % 3 !== 0;
    const choice = options.find(({ right = false }) => right === isRight);
    const at = new Date(Date.UTC(2026, 4, 4, 10, i)).toISOString();
    return {
      type: 'answer',
      id: `${learner}-${id}`,
      at,
      lesson: LESSON,
      question: id,
      answer: [choice.id],
      sure: 'fairly',
    };
  });
  return { format: 2, events };
}
