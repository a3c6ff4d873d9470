import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const RENDERER = new URL('../../renderer', import.meta.url).pathname;

/** The feature or component a sheet belongs to; `styles` is everybody's. */
const homeOf = (sheet: string) => /^(?:features|components)\/([^/]+)/.exec(sheet)?.[1] ?? 'styles';

/** Dresses whatever tells by its colour alone, wherever it is, in contrast themes: it adds to no other look. */
const CONTRAST = 'forced-colors.css';

/** Every selector of all sheets, with the classes it names and those of what it dresses. */
function selectors() {
  const sheets = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.css') && !path.endsWith(CONTRAST),
  );
  const classesIn = (text: string) => [
    ...new Set([...text.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name!)),
  ];
  return sheets.flatMap((sheet) => {
    const css = readFileSync(join(RENDERER, sheet), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
    return [...css.matchAll(/([^{}]+)\{/g)].flatMap(([, list]) =>
      list!.split(/,(?![^(]*\))/).map((selector) => ({
        home: homeOf(sheet.replaceAll('\\', '/')),
        isFeature: sheet.startsWith('features'),
        named: classesIn(selector),
        dressed: classesIn(
          selector
            .trim()
            .split(/[\s>+~]+/)
            .at(-1)!,
        ),
      })),
    );
  });
}

test('a class that is dressed by itself belongs to one view: what one loads would change another', () => {
  const all = selectors();
  expect(all.length).toBeGreaterThan(500);
  const own = all.filter(({ named, home }) => named.length === 1 && home !== 'styles');
  const clashes = own.flatMap(({ named: [name], home, isFeature }) =>
    all
      .filter((other) => other.home !== home && (other.named.length === 1 || isFeature))
      .filter(({ dressed }) => dressed.includes(name!))
      .map((other) => `.${name}: ${home}, ${other.home}`),
  );
  expect([...new Set(clashes)]).toEqual([]);
});
