import { join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../app/errors.ts';
import { readJsonFile, readJsonFileIfWhole } from './json-file.ts';
import { resourcesFolder } from './paths.ts';

type EmbeddedKind = 'models' | 'datasets';

const FORMAT = {
  holds: 'what is known of what comes with the program',
  version: 1,
  schema: z.record(z.string(), z.looseObject({ title: z.string() })),
};

const fileOf = (kind: EmbeddedKind) => join(resourcesFolder(), kind, `${kind}.json`);

/** What is known of what comes with the program, by its names; nothing where that cannot be read: a person's own is there. */
export async function embeddedCards<Card extends { readonly title: string }>(
  kind: EmbeddedKind,
): Promise<Readonly<Record<string, Card>>> {
  return ((await readJsonFileIfWhole(fileOf(kind), FORMAT)) ?? {}) as unknown as Record<string, Card>;
}

/** @throws StudioError `damaged_file` naming the file. */
export async function checkEmbeddedCards(kind: EmbeddedKind): Promise<void> {
  const path = fileOf(kind);
  if ((await readJsonFile(path, FORMAT)) !== null) return;
  throw new StudioError('damaged_file', `${path} is missing. \`npm start -- doctor\` says what to do.`, {
    details: { file: path },
  });
}
