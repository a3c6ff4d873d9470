import { basename, resolve } from 'node:path';
import type { OpenDialogOptions } from 'electron';
import { z } from 'zod';
import type { Intake } from '../services/studio/intake.ts';
import type { ElectronApi } from './api.ts';
import { forgetAllFiles, forgetFile, rememberFile } from './recent-files.ts';

/** Files and folders of data that a person opens by the system: dialog, list of recent ones, file manager, command line. */
export class DataFiles {
  readonly #api: Pick<ElectronApi, 'app' | 'dialog'>;
  readonly #intake: Intake;
  readonly #onOffered: (handle: string) => void;
  readonly #onRecent: () => void;
  recent: readonly string[];

  /**
   * @param recent as `readRecentFiles` has them.
   * @param onOffered gets what the window may name an opened file by.
   * @param onRecent told when the list has changed.
   */
  constructor(
    api: Pick<ElectronApi, 'app' | 'dialog'>,
    intake: Intake,
    recent: readonly string[],
    onOffered: (handle: string) => void,
    onRecent: () => void,
  ) {
    this.recent = recent;
    this.#api = api;
    this.#intake = intake;
    this.#onOffered = onOffered;
    this.#onRecent = onRecent;
  }

  chooseFile(): Promise<void> {
    return this.#choose({
      title: 'Open data',
      properties: ['openFile'],
      filters: [
        { name: 'Data', extensions: ['csv', 'tsv', 'json', 'jsonl', 'parquet', 'conll', 'txt', 'zip'] },
        { name: 'All files', extensions: ['*'] },
      ],
    });
  }

  /** Not in one dialog with files: only macOS has one for both. */
  chooseFolder(): Promise<void> {
    return this.#choose({ title: 'Open a folder of data', properties: ['openDirectory'] });
  }

  async #choose(options: OpenDialogOptions): Promise<void> {
    const { canceled, filePaths } = await this.#api.dialog.showOpenDialog(options);
    if (!canceled && filePaths[0] !== undefined) await this.open(filePaths[0]);
  }

  async open(path: string): Promise<void> {
    try {
      const { handle } = await this.#intake.offer(path);
      this.#onOffered(handle);
    } catch (error) {
      await this.#change(forgetFile(path));
      await this.#api.dialog.showMessageBox({
        type: 'error',
        message: `${basename(path)} could not be opened.`,
        detail: (error as Error).message,
      });
      return;
    }
    this.#api.app.addRecentDocument(path);
    await this.#change(rememberFile(path));
  }

  async forget(): Promise<void> {
    this.#api.app.clearRecentDocuments();
    await this.#change(forgetAllFiles());
  }

  /** A list that cannot be kept is not worth an error to a person. */
  async #change(changed: Promise<readonly string[]>): Promise<void> {
    this.recent = await changed.catch((error) => {
      console.error(error);
      return this.recent;
    });
    this.#onRecent();
  }
}

/** The files a command line names. @param argv without the program and its options' values. */
export function filesIn(argv: readonly string[], workingFolder: string): string[] {
  return argv.filter((word) => !word.startsWith('-')).map((word) => resolve(workingFolder, word));
}

const handedOver = z.object({ files: z.array(z.string()).max(100) });

/** What a second start of the program hands to the first; other programs' data is none. */
export function filesHandedOver(data: unknown): readonly string[] {
  const parsed = handedOver.safeParse(data);
  return parsed.success ? parsed.data.files : [];
}
