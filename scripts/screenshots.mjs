// Takes the pictures of docs/screenshots from the real studio: real runs, real answers, nothing drawn.
//   npm run screenshots            trains the runs it shows first, some minutes
//   npm run screenshots -- HOME    shows the runs of that studio folder
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from './chromium.mjs';
import { root } from './node-script.mjs';

const OUT = join(root, 'docs/screenshots');
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 1024, height: 700 } };
const START = [join(root, 'scripts/start.mjs')];
const LONG_LABEL = 'a label of two hundred characters, as they come out of a form that nobody tidied '
  .repeat(3)
  .slice(0, 200);

const EACH_EPOCH = ['--per_device_train_batch_size=16', '--eval_strategy=epoch', '--save_strategy=epoch'];

/** What is trained where it is not there yet. */
const RUNS = {
  'paraphrase-1': ['--data=paraphrase', ...EACH_EPOCH],
  'entities-1': ['--data=entities', ...EACH_EPOCH],
};

const given = process.argv[2];
const home = given ?? mkdtempSync(join(tmpdir(), 'bert-studio-screenshots-'));
const env = { ...process.env, BERT_STUDIO_HOME: home };

function train(name, args) {
  const folder = join(home, 'runs', name);
  if (existsSync(folder)) return;
  console.log(`Training ${name} …`);
  spawnSync(process.execPath, [...START, 'train', `--output_dir=${folder}`, ...args], {
    env,
    stdio: 'inherit',
  });
}
for (const [name, args] of Object.entries(RUNS)) train(name, args);

/** A run that is stopped once it has a checkpoint, and then goes on. */
async function trainWithBreak(name, args) {
  const folder = join(home, 'runs', name);
  if (existsSync(folder)) return;
  console.log(`Training ${name}, with a break …`);
  const saving = ['--save_strategy=steps', '--save_steps=12'];
  const child = spawn(process.execPath, [...START, 'train', `--output_dir=${folder}`, ...args, ...saving], {
    env,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  while (!existsSync(join(folder, 'checkpoints/checkpoint-24')) && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 200));
  child.kill('SIGINT');
  await ended;
  spawnSync(process.execPath, [...START, 'runs', 'resume', folder], { env, stdio: 'inherit' });
}

const studio = spawn(process.execPath, [...START, 'studio', '--no-open'], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const link = await new Promise((resolve) => {
  let printed = '';
  studio.stdout.on('data', (data) => {
    printed += data;
    const found = /http:\/\/\S+/.exec(printed)?.[0];
    if (found) resolve(found);
  });
});
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
page.setDefaultTimeout(120_000);

/** Opens a view and waits until what it asked for is there. */
async function open(address, ready) {
  await page.goto(`${new URL(link).origin}/#${address}`);
  await page.locator('main .bar').first().waitFor();
  if (ready) await ready();
  await page.waitForLoadState('networkidle');
  // Charts and lists settle in the frames after their data came.
  await page.waitForTimeout(700);
}

async function take(name, { size = 'wide', theme = 'light' } = {}) {
  await page.setViewportSize(SIZES[size]);
  await page.emulateMedia({ colorScheme: theme });
  await page.waitForTimeout(500);
  const { width, height } = SIZES[size];
  await page.screenshot({ path: join(OUT, `${name}-${width}x${height}-${theme}.png`) });
  console.log(`${name} ${size} ${theme}`);
}

async function takeAll(name) {
  for (const size of ['wide', 'narrow'])
    for (const theme of ['light', 'dark']) await take(name, { size, theme });
}

/** Settings are left out: they name the folders of whoever takes the pictures. */
const VIEWS = {
  learn: ['learn?page=overview', answerTheBlank],
  data: ['data?dataset=paraphrase', () => page.getByRole('row').nth(3).waitFor()],
  train: ['train', () => page.getByText('MiniLM L6').first().waitFor()],
  runs: ['runs?run=paraphrase-1', () => page.locator('canvas').first().waitFor()],
  try: [
    'try?model=run:paraphrase-1',
    async () => {
      await page.getByRole('table', { name: 'Probabilities' }).nth(1).waitFor();
      await page.getByRole('table', { name: 'Strongest links between words' }).waitFor();
    },
  ],
  entities: [
    'try?model=run:entities-1',
    async () => {
      await page
        .getByText(/names? found/)
        .nth(1)
        .waitFor();
      await page.getByRole('table', { name: 'Strongest links between words' }).waitFor();
    },
  ],
  quiz: ['learn?page=quiz', () => page.getByRole('radio').first().waitFor()],
};

async function answerTheBlank() {
  const blank = page.getByRole('textbox', { name: 'Your guess for the hidden word' });
  await blank.fill('froze');
  await blank.press('Enter');
  await page.getByText('%').first().waitFor();
}

/** What does not go well is shown as carefully. */
const UNHAPPY = {
  async 'import-failed'() {
    await open('data?dataset=paraphrase', () => page.getByRole('row').nth(3).waitFor());
    const rows = 'text,label\n"a row whose quote never ends,1\nanother,0\n';
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'broken.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
    await page.waitForTimeout(3000);
  },
  async 'long-label'() {
    await open('data?dataset=paraphrase', () => page.getByRole('row').nth(3).waitFor());
    const rows = `text,label\n${Array.from({ length: 12 }, (_, i) => `a row,"${i % 2 ? LONG_LABEL : 'short'}"`).join('\n')}\n`;
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'forms.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
    await page.waitForTimeout(3000);
  },
  async diverged() {
    // It ends with an error, which is what is shown.
    const args = ['--learning_rate=1e30', '--max_grad_norm=0', '--max_steps=8', '--logging_steps=1'];
    train('diverged', ['--data=paraphrase', ...args]);
    await page.reload();
    await open('runs?run=diverged');
  },
  async flat() {
    train('flat', ['--data=paraphrase', '--learning_rate=1e-7', '--num_train_epochs=1', ...EACH_EPOCH]);
    await page.reload();
    await open('runs?run=flat', () => page.getByText('both losses lie on the dotted line').waitFor());
  },
  async resumed() {
    await trainWithBreak('resumed', ['--data=paraphrase', '--num_train_epochs=1', '--eval_strategy=epoch']);
    await page.reload();
    await open('runs?run=resumed', () => page.locator('canvas').first().waitFor());
  },
  async palette() {
    await open('runs');
    await page.keyboard.press('Control+k');
    await page.getByRole('option').nth(20).waitFor();
  },
  async 'learn-text125'() {
    await page.keyboard.press('Escape');
    await open('settings');
    await page.getByRole('radio', { name: '125 %' }).check();
    await open('learn?page=overview', answerTheBlank);
  },
};

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
await page.setViewportSize(SIZES.wide);
await page.goto(link);
await page.getByRole('navigation', { name: 'Views' }).waitFor();
const failed = [];
for (const [name, [address, ready]] of Object.entries(VIEWS)) {
  await page.setViewportSize(SIZES.wide);
  await open(address, ready).then(
    () => takeAll(name),
    (error) => failed.push(`${name}: ${error.message}`),
  );
}
for (const [name, prepare] of Object.entries(UNHAPPY)) {
  await page.setViewportSize(SIZES.wide);
  await prepare().then(
    () => take(name),
    (error) => failed.push(`${name}: ${error.message}`),
  );
}
await page.keyboard.press('Escape');
await open('settings');
await page.getByRole('radio', { name: '100 %' }).check();
await page.waitForTimeout(1000);
await browser.close();
studio.kill('SIGINT');
if (!given) rmSync(home, { recursive: true, force: true });
if (failed.length > 0) {
  console.error(failed.join('\n'));
  process.exitCode = 1;
}
