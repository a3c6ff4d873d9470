import { join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../app/errors.ts';
import { readJsonFile } from './json-file.ts';
import { resourcesFolder } from './paths.ts';

const FORMAT = {
  holds: 'what is known of what comes with the program',
  version: 1,
  schema: z.record(z.string(), z.looseObject({ title: z.string() })),
};

/**
 * What is known of the models or datasets that come with the program, by their names.
 *
 * @throws StudioError `damaged_file` naming the file.
 */
export async function embeddedCards<Card extends { readonly title: string }>(
  kind: 'models' | 'datasets',
): Promise<Readonly<Record<string, Card>>> {
  const path = join(resourcesFolder(), kind, `${kind}.json`);
  const cards = await readJsonFile(path, FORMAT);
  if (cards !== null) return cards as unknown as Record<string, Card>;
  throw new StudioError('damaged_file', `${path} is missing. \`npm start -- doctor\` says what to do.`, {
    details: { file: path },
  });
}

/** The same for a list, which has a person's own also where these cannot be read. */
export async function embeddedCardsIfAny<Card extends { readonly title: string }>(
  kind: 'models' | 'datasets',
): Promise<Readonly<Record<string, Card>>> {
  return embeddedCards<Card>(kind).catch((error: unknown) => {
    if (error instanceof StudioError) return {};
    throw error;
  });
}
