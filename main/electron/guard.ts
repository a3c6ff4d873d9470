import type { WebContents } from 'electron';
import type { ElectronApi } from './api.ts';
import { ORIGIN } from './scheme.ts';

/** Where links may lead without asking: what lessons and cards cite. */
export const KNOWN_HOSTS: ReadonlySet<string> = new Set([
  'aclanthology.org',
  'arxiv.org',
  'huggingface.co',
  'www.apache.org',
]);

/** To be called before the app is ready: no page, whichever way it came to be, leaves the studio or opens a window. */
export function guardPages(api: Pick<ElectronApi, 'app' | 'clipboard' | 'dialog' | 'shell'>): void {
  api.app.on('web-contents-created', (_, contents) => guard(api, contents));
}

function guard(api: Pick<ElectronApi, 'clipboard' | 'dialog' | 'shell'>, contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    void follow(api, url);
    return { action: 'deny' };
  });
  contents.on('will-frame-navigate', (event) => {
    // A reload is a navigation to where the page is.
    if (event.isMainFrame && isStudio(event.url)) return;
    event.preventDefault();
    if (event.isMainFrame) void follow(api, event.url);
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

function isStudio(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}` === ORIGIN && pathname === '/';
}

/** Opens a link in the person's browser where its host is known, else tells the address. */
async function follow(
  { clipboard, dialog, shell }: Pick<ElectronApi, 'clipboard' | 'dialog' | 'shell'>,
  url: string,
): Promise<void> {
  if (!URL.canParse(url)) return;
  const { protocol, host } = new URL(url);
  if (protocol !== 'https:') return;
  if (KNOWN_HOSTS.has(host)) return shell.openExternal(url);
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `This link leads to ${host}.`,
    detail: `The studio opens only addresses it knows. This one is\n${url}`,
    buttons: ['Close', 'Copy the Address'],
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) clipboard.writeText(url);
}
