import { z } from 'zod';
import { DEVICE_CHOICES } from '../devices.ts';
import { type Progress, progressSchema } from '../lessons/progress.ts';
import { request } from './request.ts';

const settings = {
  theme: z.enum(['system', 'light', 'dark']),
  /** Percent. */
  textSize: z.union([z.literal(100), z.literal(112), z.literal(125), z.literal(150)]),
  /** Where questions to models are answered. A run says for itself where it trains. */
  device: z.enum(DEVICE_CHOICES),
};
export const settingsSchema = z.strictObject({
  theme: settings.theme.default('system'),
  textSize: settings.textSize.default(100),
  device: settings.device.default('auto'),
});
/** Without defaults: what a change leaves out stays as it is. */
const settingsChanges = z.strictObject(settings).partial();
export type Settings = z.output<typeof settingsSchema>;

export interface StudioInfo {
  readonly version: string;
  readonly shell: 'electron' | 'web';
  readonly platform: string;
  readonly cpu: string;
  readonly threads: number;
  readonly memoryBytes: number;
  readonly folders: {
    readonly user: string;
    readonly runs: string;
    readonly resources: string;
    /** Whether `BERT_STUDIO_HOME` says where; then it cannot be chosen in Settings. */
    readonly given: boolean;
    /** Chosen to take the place of `user` at the next start; null where it stays. */
    readonly next: string | null;
    readonly usual: string;
  };
}

/** The program's own licence, and what it has to say of what comes with it. */
export interface Licences {
  readonly licence: string;
  readonly notice: string;
}

/** A file or folder of the person's that cannot be read, so that what it holds is not shown. */
export interface StudioProblem {
  readonly file: string;
  readonly message: string;
}

export interface LessonFiles {
  readonly id: string;
  /** `lesson.json`. */
  readonly manifest: unknown;
  /** Markdown by file name. */
  readonly pages: Readonly<Record<string, string>>;
  readonly quiz: unknown;
}

/** What the studio keeps for a person: opaque to the services, checked by app/lessons when read. */
const KEPT = ['lesson-progress', 'quiz-results'] as const;

const keptKey = z.enum(KEPT);

export const workspaceRequests = {
  'studio.info': request<StudioInfo>()(z.strictObject({})),
  'studio.licences': request<Licences>()(z.strictObject({})),
  /** What lies in the person's folder and cannot be read. Nothing of it is ever overwritten. */
  'studio.problems': request<readonly StudioProblem[]>()(z.strictObject({})),
  'settings.get': request<Settings>()(z.strictObject({})),
  'settings.set': request<Settings>()(settingsChanges),
  'lessons.list': request<readonly { readonly id: string; readonly title: string }[]>()(z.strictObject({})),
  'lessons.get': request<LessonFiles>()(z.strictObject({ id: z.string().regex(/^[\w-]+$/) })),
  /** Null where nothing is kept. @throws `damaged_file`, `newer_format`: the file stays as it is. */
  'kept.get': request<unknown>()(z.strictObject({ key: keptKey })),
  /** With `was`, what the writer had read: refused with `kept_changed` where something else is kept by now. */
  'kept.set': request<null>()(z.strictObject({ key: keptKey, value: z.json(), was: z.json().optional() })),
  /** Keeps how far the learner is, with what another window kept since `was`. @returns what is kept now. */
  'lessons.keepProgress': request<Progress>()(z.strictObject({ value: progressSchema, was: progressSchema })),
  /** Renames what cannot be read, so that something new can be kept. */
  'kept.setAside': request<{ readonly file: string }>()(z.strictObject({ key: keptKey })),
};

/** What a person does with the folder of all that is theirs; refused with `only_in_window` in a browser. */
export const folderRequests = {
  /** In the system's file manager. */
  'folders.show': request<null>()(z.strictObject({})),
  /**
   * By a dialog of the system, from the next start on; null where it was closed. Nothing is moved.
   * @throws `folder_given`, `folder_unfit`, `unwritable`.
   */
  'folders.choose': request<{ readonly next: string } | null>()(z.strictObject({})),
  'folders.chooseUsual': request<{ readonly next: string }>()(z.strictObject({})),
};
