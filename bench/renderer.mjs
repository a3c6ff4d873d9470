// node bench/renderer.mjs: how the window feels. Start, a curve of 100,000 points under zoom, pan and crosshair, and long
// tasks while a run trains. The long curve is written by this script; the run that trains is a real one.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { build, isBuilt } from '../scripts/build.mjs';
import { findChromium } from '../scripts/chromium.mjs';
import { startStudio } from '../scripts/studio.mjs';
import { frames } from './frames.mjs';
import { numberedClasses } from './training_setup.mjs';

const POINTS = 100_000;
const ID = 'long';
const LIVE_SECONDS = 20;
const WINDOWS = 5;
const launch = () => chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
const newContext = (browser) => browser.newContext({ viewport: { width: 1440, height: 900 } });

if (!isBuilt()) build();
const { newRunRecord } = await import('../dist/app/runs/record.js');
const { formatPoint } = await import('../dist/app/runs/points.js');
const { DEFAULT_TRAINING_ARGUMENTS } = await import('../dist/app/training/arguments.js');

const home = mkdtempSync(join(tmpdir(), 'bert-studio-bench-'));
writeLongRun(join(home, 'runs', ID));
const first = await usableFirst();
const studio = await startStudio({ env: { BERT_STUDIO_HOME: home } });
const browser = await launch();
try {
  const { page, ...again } = await usable(await newContext(browser));
  const results = { ...first, ...again };
  Object.assign(results, await longCurve(page));
  Object.assign(results, await whileTraining(page));
  console.log(JSON.stringify(results, null, 2));
} finally {
  await browser.close();
  await studio.close();
  rmSync(home, { recursive: true });
}

/** From asking the server, which is up, until the lesson's blank is there to type into, in milliseconds. */
async function untilUsable(page, address) {
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('input.blank')) return;
      Object.assign(window, { usableAt: Date.now() });
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  const asked = Date.now();
  await page.goto(address);
  const at = await page.waitForFunction(() => /** @type {any} */ (window).usableAt);
  return (await at.jsonValue()) - asked;
}

/** The first window of browsers just started, which take the one-time link of a studio just started. */
async function usableFirst() {
  const times = [];
  for (let i = 0; i < WINDOWS; i++) {
    const folder = mkdtempSync(join(tmpdir(), 'bert-studio-bench-'));
    const fresh = await startStudio({ env: { BERT_STUDIO_HOME: folder } });
    const cold = await launch();
    try {
      times.push(await untilUsable(await (await newContext(cold)).newPage(), fresh.link));
    } finally {
      await cold.close();
      await fresh.close();
      rmSync(folder, { recursive: true });
    }
  }
  return { usable_first_ms: times };
}

/** More windows of a browser that has had one. The first asks its question too. */
async function usable(context) {
  const times = [];
  let page = await context.newPage();
  await untilUsable(page, studio.link);
  const question = await firstQuestion(page);
  for (let i = 0; i < WINDOWS; i++) {
    await page.close();
    page = await context.newPage();
    times.push(await untilUsable(page, new URL(studio.link).origin));
  }
  return { page, usable_again_ms: times, first_question_ms: question };
}

/** From Enter until BERT's guesses are there, for somebody who reads for three seconds and then types a word. */
async function firstQuestion(page) {
  const blank = page.getByRole('textbox', { name: 'Your guess for the hidden word' });
  await page.waitForTimeout(3000);
  await blank.pressSequentially('froze', { delay: 120 });
  const asked = Date.now();
  await blank.press('Enter');
  await page.getByText('You and BERT agree on').waitFor();
  return Date.now() - asked;
}

async function longCurve(page) {
  await page.evaluate(`location.hash = 'runs?run=${ID}'`);
  const chart = page.getByRole('group', { name: /^Loss\. Training from/ });
  await chart.waitFor();
  const box = await chart.boundingBox();
  const middle = { x: box.x + box.width * 0.4, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  const crosshair = await frames(page, async (i) => page.mouse.move(middle.x - 150 + (i % 60) * 5, middle.y));
  await page.keyboard.down('Control');
  const zoom = await frames(page, async (i) => page.mouse.wheel(0, i % 40 < 20 ? -120 : 120));
  await page.keyboard.up('Control');
  await page.keyboard.down('Control');
  for (let i = 0; i < 15; i++) await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await page.keyboard.down('Shift');
  await page.mouse.down();
  const pan = await frames(page, async (i) =>
    page.mouse.move(middle.x + (i % 2 === 0 ? 1 : -1) * (i % 100), middle.y),
  );
  await page.mouse.up();
  await page.keyboard.up('Shift');
  return { points: POINTS, crosshair, zoom, pan };
}

/**
 * A real run, seen live in Runs: tasks of more than 50 ms, which the browser itself reports, and the longest by the clock
 * of the page's main thread, which other programs do not slow.
 */
async function whileTraining(page) {
  await page.evaluate(`location.hash = 'train'`);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.getByRole('group', { name: /^Loss\. Training from/ }).waitFor();
  await page.evaluate(() => {
    const longTasks = [];
    Object.assign(window, { longTasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(Math.round(duration));
    }).observe({ entryTypes: ['longtask'] });
  });
  await browser.startTracing(page, { categories: ['toplevel'] });
  await new Promise((resolve) => setTimeout(resolve, LIVE_SECONDS * 1000));
  const longTasks = await page.evaluate('window.longTasks');
  const longest = longestTask(JSON.parse((await browser.stopTracing()).toString()).traceEvents);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await page
    .getByText(/^Stopped at step/)
    .first()
    .waitFor();
  return { live_seconds: LIVE_SECONDS, long_tasks_ms: longTasks, longest_task_cpu_ms: longest };
}

/** In milliseconds of the processor, over the main threads of pages. */
function longestTask(events) {
  const threadOf = ({ pid, tid }) => `${pid} ${tid}`;
  const pages = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
  );
  const tasks = events.filter((event) => event.name.endsWith('RunTask') && pages.has(threadOf(event)));
  return Number((Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000).toFixed(1));
}

function writeLongRun(folder) {
  mkdirSync(folder, { recursive: true });
  const head = numberedClasses(2);
  const args = { ...DEFAULT_TRAINING_ARGUMENTS, max_steps: POINTS, per_device_train_batch_size: 16 };
  const dataset = { name: 'paraphrase', train_examples: 768, eval_examples: 192, options: {} };
  const record = newRunRecord(
    {
      id: ID,
      name: 'a long curve',
      head,
      model: 'all-MiniLM-L6-v2',
      dataset,
      args,
      device: 'cpu',
      threads: 2,
    },
    new Date().toISOString(),
  );
  const progress = { global_step: POINTS, max_steps: POINTS, epoch: POINTS / 48, elapsed_seconds: POINTS };
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...record, status: 'completed', progress }));
  const lines = Array.from({ length: POINTS }, (_, i) =>
    formatPoint({
      kind: 'step',
      step: i + 1,
      epoch: (i + 1) / 48,
      loss: 0.7 * Math.exp(-i / 40_000) + 0.1 * Math.sin(i * 12.9898) ** 2,
      grad_norm: 1 + Math.sin(i) ** 2,
      learning_rate: 1e-4 * (1 - i / POINTS),
      tokens: 700,
      padded_tokens: 900,
      seconds: 1,
      elapsed_seconds: i + 1,
    }),
  );
  writeFileSync(join(folder, 'metrics.jsonl'), lines.join(''));
}
