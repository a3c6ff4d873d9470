import type { Page, WebSocketRoute } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

/** What a lesson pack from a stranger might hold, with a mark at its end to wait for. */
const HOSTILE = `
<script>window.hacked = 'script'</script>
<img src="https://evil.example/pixel.png" onerror="window.hacked = 'onerror'">
<iframe src="https://evil.example/"></iframe>
<svg onload="window.hacked = 'svg'"></svg>
<form action="https://evil.example/"><input name="q"><button>Send</button></form>
<style>body { background: url(https://evil.example/style) }</style>
<link rel="stylesheet" href="https://evil.example/style.css">
<meta http-equiv="refresh" content="0;url=https://evil.example/">
<base href="https://evil.example/">

![a picture](https://evil.example/picture.png)
![a picture of the studio's own](/assets/x.png)

[script](javascript:window.hacked='link') [data](data:text/html,<script>1</script>) [file](file:///etc/passwd)
[plain](http://evil.example/) [other program](vscode://evil) [relative](/download/x)
[elsewhere](https://evil.example/page) [within](#train)

::cell{kind="<img src=x onerror=window.hacked='cell'>"}
::unknown{onclick="window.hacked='directive'" dangerouslySetInnerHTML="{}"}
:::deeper{title="<img src=x onerror=window.hacked='title'>" style="position:fixed"}
inside
:::

The end of the page.
`;

describe.skipIf(CHROMIUM === null)(`a lesson that a stranger wrote${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(45_000);
    page.context().on('request', (request) => asked.push(request.url()));
    await page.routeWebSocket(/\/socket$/, serveHostileLesson);
    await page.reload();
    await page.getByText('The end of the page.').waitFor();
  });
  afterAll(async () => studio?.close());

  test('runs nothing', async () => {
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    const elements = 'script, img, iframe, svg[onload], form, style, link, meta, base, object, embed';
    expect(await page.locator('article').locator(elements).count()).toBe(0);
    const handlers = await page.evaluate<number>(
      "[...document.querySelectorAll('article *')].filter((element) => [...element.attributes].some(({ name }) => /^on/.test(name))).length",
    );
    expect(handlers).toBe(0);
  });

  test('loads nothing from elsewhere', () => {
    const own = new URL(studio.link).origin;
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((url) => !url.startsWith(`${own}/`) && !url.startsWith('blob:'))).toEqual([]);
  });

  test('links only into the studio, or to a page that opens beside it and is told nothing', async () => {
    const links = await page
      .locator('article a')
      .evaluateAll((elements) =>
        elements
          .filter((element) =>
            /script|data|file|plain|program|relative|elsewhere|within/.test(element.textContent ?? ''),
          )
          .map((element) => [
            element.getAttribute('href'),
            element.getAttribute('target'),
            element.getAttribute('rel'),
          ]),
      );
    expect(links).toEqual([
      ['https://evil.example/page', '_blank', 'noopener noreferrer'],
      ['#train', null, null],
    ]);
  });

  test('shows what it could not do where it stands', async () => {
    expect(await page.locator('article').getByRole('alert').count()).toBeGreaterThan(0);
  });
});

/** The real studio's answers, but for the lesson's pages. */
function serveHostileLesson(route: WebSocketRoute): void {
  const server = route.connectToServer();
  let lesson: number | null = null;
  route.onMessage((message) => {
    const { id, name } = JSON.parse(String(message));
    if (name === 'lessons.get') lesson = id;
    server.send(message);
  });
  server.onMessage((message) => {
    const answer = JSON.parse(String(message));
    if (answer.id === lesson && answer.ok) {
      for (const page of Object.keys(answer.value.pages)) answer.value.pages[page] = HOSTILE;
    }
    route.send(JSON.stringify(answer));
  });
}
