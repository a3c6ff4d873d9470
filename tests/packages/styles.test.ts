import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const RENDERER = new URL('../../renderer', import.meta.url).pathname;

test('no class is dressed in two style sheets: what one view loads would change another', () => {
  const homes = new Map<string, Set<string>>();
  const sheets = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.css'),
  );
  expect(sheets.length).toBeGreaterThan(10);
  for (const sheet of sheets) {
    const css = readFileSync(join(RENDERER, sheet), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
    for (const [, selectors] of css.matchAll(/([^{}]+)\{/g)) {
      for (const selector of selectors!.split(',')) {
        const name = /^\.([\w-]+)$/.exec(selector.trim())?.[1];
        if (name) homes.set(name, (homes.get(name) ?? new Set()).add(sheet));
      }
    }
  }
  const shared = [...homes].filter(([, files]) => files.size > 1);
  expect(shared.map(([name, files]) => `.${name}: ${[...files].join(', ')}`)).toEqual([]);
});
