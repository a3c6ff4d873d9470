import { z } from 'zod';

/** What a dataset's labels mean, where they do not say it themselves: `0=different|1=same`. */
export const labelMeanings = z
  .string()
  .regex(/^[^=|]+=[^=|]+(\|[^=|]+=[^=|]+)*$/, 'must be written label=meaning|label=meaning')
  .transform((text) =>
    Object.fromEntries(text.split('|').map((part) => part.split('=') as [string, string])),
  );
