import { StudioError } from '../../app/errors.ts';

/** A person knows their file by its name, not by where the studio put it. @param names by path. */
export function withNames<Thrown>(
  error: Thrown,
  names: readonly (readonly [path: string, name: string])[],
): Thrown | StudioError {
  if (!(error instanceof StudioError)) return error;
  const message = names.reduce((text, [path, name]) => text.replaceAll(path, name), error.message);
  return new StudioError(error.code, message, { details: error.details, cause: error });
}
