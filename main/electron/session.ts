import type { ElectronApi } from './api.ts';
import { ORIGIN } from './scheme.ts';

const ALLOWED_PERMISSION = 'clipboard-sanitized-write';
const OWN_ADDRESSES = [`${ORIGIN}/`, 'devtools:', 'data:', `blob:${ORIGIN}/`];

/** To be called before the app is ready: Chromium finds no host, not even for its own purposes. */
export function closeNetwork({ app }: Pick<ElectronApi, 'app'>): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('disable-background-networking');
}

/** A page may copy to the clipboard; it may not do or load anything else. */
export function closeSession({ session }: Pick<ElectronApi, 'session'>): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_, permission, answer) =>
    answer(permission === ALLOWED_PERMISSION),
  );
  defaultSession.setPermissionCheckHandler((_, permission) => permission === ALLOWED_PERMISSION);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !OWN_ADDRESSES.some((own) => url.startsWith(own)) }),
  );
}
