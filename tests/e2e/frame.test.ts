import { readFileSync } from 'node:fs';
import type { Page, Request } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseManifest } from '../../app/lessons/lesson.ts';
import { axeFindings, CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

const VIEWS = ['Learn', 'Data', 'Train', 'Runs', 'Try', 'Settings'] as const;
const MOST_TAB_STOPS = 12;
const LESSON = new URL('../../resources/lessons/understanding-bert/lesson.json', import.meta.url);
const LESSON_PAGES = parseManifest(JSON.parse(readFileSync(LESSON, 'utf8'))).pages;

describe.skipIf(CHROMIUM === null)(`the window${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;
  const requests: string[] = [];

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(20_000);
    page.on('request', (request: Request) => requests.push(request.url()));
    page.on('websocket', (socket) => requests.push(socket.url()));
    await page.reload();
    await page.getByRole('heading', { name: 'Understanding BERT' }).waitFor();
  });
  afterAll(async () => studio?.close());

  /** Opens a view and waits until it has nothing more to load. */
  const open = async (view: string) => {
    const hash = view === 'Learn' ? 'learn?page=overview' : view.toLowerCase();
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await page.getByRole('link', { name: view, exact: true }).and(page.locator('[aria-current]')).waitFor();
    await page.locator('main .bar').first().waitFor();
    await page.waitForLoadState('networkidle');
  };
  const textSize = async (size: string) => {
    await open('Settings');
    await page.getByRole('radio', { name: size }).check();
  };

  test('each view has its title, and Back and Forward go through them', async () => {
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await expect.poll(() => page.title()).toBe('Data · BERT Studio');
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await expect.poll(() => page.title()).toBe('Runs · BERT Studio');
    await page.goBack();
    await expect.poll(() => page.title()).toBe('Data · BERT Studio');
    await page.goForward();
    await expect.poll(() => page.title()).toBe('Runs · BERT Studio');
  });

  test('the window can open in any view: each is there after a reload', async () => {
    for (const view of VIEWS) {
      await open(view);
      await page.reload();
      await page.locator('main .bar').first().waitFor();
      expect(await page.getByText('cannot be shown').count()).toBe(0);
    }
  });

  test('the shortcuts open every view, and the sheet lists them', async () => {
    for (const [i, view] of VIEWS.entries()) {
      await page.keyboard.press(view === 'Settings' ? 'Control+,' : `Control+${i + 1}`);
      await expect.poll(() => page.title()).toBe(`${view} · BERT Studio`);
    }
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Shortcuts' });
    await sheet.getByRole('rowheader', { name: 'Find anything' }).waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  });

  test('a question mark that is typed into a field is only a character', async () => {
    await open('Try');
    const text = page.getByRole('textbox').first();
    await text.fill('Is it');
    await text.press('?');
    expect(await text.inputValue()).toBe('Is it?');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('the palette finds a section, a cell that is folded away, a dataset and a theme, by keyboard alone', async () => {
    const find = async (words: string, option: string | RegExp) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search' }).fill(words);
      await page.getByRole('option', { name: option }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    };
    await find('fine-t', /^Fine-tuning/);
    expect(page.url()).toContain('page=fine-tuning');
    await find('attention', /^Where a word looks/);
    await page.getByRole('region', { name: 'Where a word looks' }).waitFor();
    await find('freeze', /freeze_encoder=True/);
    await page.getByRole('region', { name: 'The same run, one thing changed' }).last().waitFor();
    await find('reviews', 'Reviews');
    expect(page.url()).toContain('#data?dataset=reviews');
    await find('dark', 'Dark theme');
    await page.locator('html[data-theme="dark"]').waitFor();
  });

  test('the palette says so when nothing has that name, and Escape gives the focus back', async () => {
    await open('Settings');
    const back = page.getByRole('button', { name: 'Put all back' });
    await back.focus();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search' }).fill('qqqq');
    await page.getByText('Nothing here has that name').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => back.and(page.locator(':focus')).count()).toBe(1);
  });

  test('theme and text size outlast a reload, and can be put back and that undone', async () => {
    await textSize('125 %');
    // Questions are answered in order: once a later one is, the size is kept.
    await open('Data');
    await page.getByRole('row').nth(2).waitFor();
    await open('Settings');
    await page.reload();
    await page.locator('html[data-theme="dark"]').waitFor();
    expect(await page.evaluate('getComputedStyle(document.documentElement).fontSize')).toBe('20px');
    await page.getByRole('button', { name: 'Put all back' }).click();
    await page.locator('html:not([data-theme])').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('html[data-theme="dark"]').waitFor();
    await page.getByRole('button', { name: 'Put all back' }).click();
    await page.locator('html:not([data-theme])').waitFor();
  });

  test('the answer to an older choice does not take back a newer one', async () => {
    const other = await page.context().newPage();
    const held: (() => void)[] = [];
    await other.routeWebSocket(/\/socket$/, (socket) => {
      const server = socket.connectToServer();
      const changes = new Set<number>();
      socket.onMessage((message) => {
        const { id, name } = JSON.parse(String(message));
        if (name === 'settings.set') changes.add(id);
        server.send(message);
      });
      server.onMessage((message) => {
        const pass = () => socket.send(message);
        if (changes.has(JSON.parse(String(message)).id)) held.push(pass);
        else pass();
      });
    });
    await other.goto(`${new URL(page.url()).origin}/#settings`);
    const choose = (size: string) => other.getByRole('radio', { name: size, exact: true }).check();
    await choose('112 %');
    await other.evaluate(`
      shown = [];
      new MutationObserver(() => shown.push(document.documentElement.style.fontSize))
        .observe(document.documentElement, { attributeFilter: ['style'] });
    `);
    await choose('125 %');
    await expect.poll(() => held.length).toBe(2);
    for (const pass of held.splice(0)) pass();
    await choose('100 %');
    await expect.poll(() => held.length).toBe(1);
    expect(new Set((await other.evaluate('shown')) as string[])).toEqual(new Set(['125%', '100%']));
    await other.close();
  });

  test('the divider moves by keyboard and is where it was after a reload', async () => {
    await open('Learn');
    const divider = page.getByRole('separator', { name: 'Width of the panes' });
    await divider.press('Home');
    expect(await divider.getAttribute('aria-valuenow')).toBe('35');
    await divider.press('ArrowRight');
    await page.reload();
    await divider.waitFor();
    expect(await divider.getAttribute('aria-valuenow')).toBe('37');
  });

  test('in a narrow window the side pane lies over an inert view and Escape closes it', async () => {
    await page.setViewportSize({ width: 1024, height: 700 });
    await open('Data');
    const opener = page
      .getByRole('main')
      .getByRole('button', { name: /figures|note/i })
      .first();
    await opener.click();
    await page.locator('.pane-main[inert]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.pane-main:not([inert])').waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test.each(VIEWS)('%s has at most 12 tab stops by default, tables apart', async (view) => {
    await open(view);
    expect(await tabStops(page)).toBeLessThanOrEqual(MOST_TAB_STOPS);
  });

  test.each(LESSON_PAGES)(
    'the lesson’s page $title has at most 12 tab stops by default',
    async ({ id, title }) => {
      await open('Learn');
      await page.evaluate(`location.hash = ${JSON.stringify(`learn?page=${id}`)}`);
      await page.getByRole('button', { name: `Contents, now ${title}` }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await tabStops(page)).toBeLessThanOrEqual(MOST_TAB_STOPS);
    },
  );

  test.each([
    ['light', '100 %'],
    ['dark', '100 %'],
    ['light', '125 %'],
  ] as const)('axe finds nothing in any view, %s at %s', async (colorScheme, size) => {
    await page.emulateMedia({ colorScheme });
    await textSize(size);
    const found: string[] = [];
    for (const view of VIEWS) {
      await open(view);
      found.push(...(await axeFindings(page)).map((each) => `${view}: ${each}`));
    }
    expect(found).toEqual([]);
  });

  test('no request left this computer', () => {
    const { host } = new URL(studio.link);
    const others = requests.filter((url) => !/^(data|blob):/.test(url) && new URL(url).host !== host);
    expect(requests.length).toBeGreaterThan(0);
    expect(others).toEqual([]);
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints).toEqual([]);
  });
});

const WHERE = `(() => {
  const { activeElement } = document;
  const inView = activeElement.closest('main') !== null;
  return { inView, inTable: inView && activeElement.closest('table, [role="table"], [role="grid"]') !== null };
})()`;

/** How often Tab stops on its way through the open view, what is in tables left out. */
async function tabStops(page: Page): Promise<number> {
  await page.getByRole('link', { name: 'Settings', exact: true }).focus();
  let stops = 0;
  for (let presses = 0; presses < 400; presses++) {
    await page.keyboard.press('Tab');
    const { inView, inTable } = (await page.evaluate(WHERE)) as { inView: boolean; inTable: boolean };
    if (!inView) return stops;
    if (!inTable) stops++;
  }
  return Number.POSITIVE_INFINITY;
}
